import { isLeft } from 'fp-ts/lib/Either.js';
import type { Logger } from '../application/ports/logger.js';
import type { SweepFiles } from '../application/use-cases/sweep-files.js';

/** Milliseconds between two looks for files whose messages have not come. */
const INTERVAL = 10 * 60 * 1_000;

/** Sweeps now and from time to time, until it is closed. */
export const startSweeper = (
  sweepFiles: SweepFiles,
  logger: Logger,
  interval = INTERVAL,
): { close(): Promise<void> } => {
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = async (): Promise<void> => {
    const removed = await sweepFiles()();
    // Whatever is at fault has been logged by the store, and is tried again next time.
    if (!isLeft(removed) && removed.right > 0) {
      logger.info('removed files whose messages have not come', { count: removed.right });
    }
  };
  const begin = (): void => {
    sweeping = sweeping.then(sweep).catch((error: unknown) => {
      logger.error('sweeping files failed', { error });
    });
  };
  // At once, too: a process that never lives as long as the interval would never sweep.
  begin();
  const timer = setInterval(begin, interval).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await sweeping;
    },
  };
};
