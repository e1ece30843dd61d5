import { type Differences, PROJECTIONS } from '../../application/ports/rebuild.js';
import type { Config } from '../config.js';
import { dataDirClaims } from '../data-dir-claim.js';
import { rebuilds, refuseMissing } from '../stores.js';
import type { EnvFileOptions } from './env-file.js';
import { fail } from './fail.js';
import { loadConfig } from './load-config.js';
import { type Progress, progressOn } from './progress.js';
import { stopSignals } from './stop-signals.js';
import { nameOf } from './transfer-store.js';

interface RebuildOptions extends EnvFileOptions {
  readonly json?: boolean;
}

const rebuilt = async (
  config: Config,
  progress: Progress,
  signal: AbortSignal,
): Promise<Differences> => {
  const rebuild = rebuilds[config.store];
  if (rebuild === null) {
    throw new Error('STORE is memory, which ends with the process: there is nothing to rebuild.');
  }
  refuseMissing(config.store, config.dataDir);
  const claim = dataDirClaims[config.store](config.dataDir, 'rebuilding');
  try {
    return await rebuild(config)((done, all) => {
      signal.throwIfAborted();
      progress.show('rebuilding', done, all);
    });
  } finally {
    progress.clear();
    await claim.close();
  }
};

const summary = (differences: Differences): string => {
  const differed = PROJECTIONS.filter((one) => differences[one] > 0);
  return differed.length === 0
    ? 'nothing differed from the log'
    : differed.map((one) => `${one} differed ${differences[one]} times`).join(', ');
};

/** Does what `doctor --rebuild` says, and ends the process. */
export const rebuildStore = async (options: RebuildOptions): Promise<never> => {
  const config = loadConfig(options);
  const { signal, exitCode } = stopSignals();
  const progress = progressOn(process.stderr, undefined, 'conversations');
  try {
    const differences = await rebuilt(config, progress, signal);
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ differences }, null, 2)}\n`
        : `Rebuilt ${nameOf(config)}: ${summary(differences)}.\n`,
    );
  } catch (error) {
    if (!signal.aborted) return fail(error);
    process.stderr.write('Stopped; run it again.\n');
    return process.exit(exitCode());
  }
  return process.exit(0);
};
