import type { FileScanner } from '../../../application/ports/file-scanner.js';
import type { Logger } from '../../../application/ports/logger.js';
import { failureLog } from '../common/failure-log.js';
import { type ClamdAddress, clamdScan, type Patience } from './clamd-scan.js';

const PATIENCE: Patience = { connection: 2_000, progress: 10_000, verdict: 30_000 };

export interface ClamdScannerOptions extends ClamdAddress {
  readonly logger: Logger;
  readonly patience?: Patience;
}

/**
 * ClamAV's daemon, over TCP. Why it is spoken to without a library: docs/operations.md. A file of which it gave no
 * verdict is a line in the log, at most one a second for each reason.
 */
export const clamdScanner = ({
  logger,
  patience = PATIENCE,
  ...address
}: ClamdScannerOptions): FileScanner => {
  const report = failureLog((fields) => logger.warn('clamd gave no verdict on a file', fields));
  return { begin: () => clamdScan(address, patience, report) };
};
