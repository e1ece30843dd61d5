import type { ClamdAddress } from '../../../src/adapters/outbound/scanner/clamd-scan.js';
import { needs } from '../needs.js';
import { type Clamd, clamdProgram, sharedClamd, startClamd } from './server.js';

/**
 * Has the suite around it run with a clamd that knows EICAR, or be skipped.
 * @returns gives the one that other suites share
 */
export const needsClamd = (): (() => ClamdAddress) => needs('clamd', sharedClamd);

/**
 * Has the suite around it run with a clamd of its own, which it may freeze, or be skipped.
 * @returns gives it; it ends with the suite
 */
export const needsOwnClamd = (): (() => Clamd) => {
  const program = needs('clamd', clamdProgram);
  let clamd: Clamd | undefined;
  before(async () => {
    clamd = await startClamd(program().open);
  });
  after(() => clamd?.stop());
  return () => {
    if (clamd === undefined) throw new Error('a clamd is there within the suite only');
    return clamd;
  };
};
