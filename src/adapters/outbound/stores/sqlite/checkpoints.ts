import type { Logger } from '../../../../application/ports/logger.js';
import { failureLog } from '../../common/failure-log.js';
import type { CheckpointWorkerData } from './checkpoint-worker.js';
import { type KeptWorker, keepWorker, type KeptWorkerOptions } from './kept-worker.js';

const DEFAULTS = {
  interval: 1_000,
  // At 4 KiB a frame 64 MiB: past it by no more than what is written while a checkpoint is under way.
  maxFrames: 16_384,
  script: new URL('./checkpoint-worker.js', import.meta.url),
  firstPause: 1_000,
  longestPause: 60_000,
  silence: 60_000,
};

export type CheckpointOptions = Omit<CheckpointWorkerData, 'file'> &
  Pick<KeptWorkerOptions, 'script' | 'firstPause' | 'longestPause'> & {
    /** Milliseconds in which what fails again and again is said once: the log may be on the very disk that is full. */
    readonly silence: number;
  };

/** Moves the write-ahead log into the database from a thread of its own, off the event loop. */
export const startCheckpoints = (
  file: string,
  logger: Logger,
  options: Partial<CheckpointOptions> = {},
): KeptWorker => {
  const { interval, maxFrames, silence, ...rest } = { ...DEFAULTS, ...options };
  const workerData: CheckpointWorkerData = { file, interval, maxFrames };
  const logFailure = failureLog(
    (fields) => logger.warn('a checkpoint failed and will be tried again', fields),
    undefined,
    silence,
  );
  return keepWorker({
    ...rest,
    workerData,
    // With the first look that is due: whoever has closed the store by then needs no thread.
    firstAfter: interval,
    onMessage: (error) => logFailure(String(error), { error }),
    onDeath: (error, pause) => {
      logger.error('checkpoints have stopped, and start again after a pause', { error, pause });
    },
  });
};
