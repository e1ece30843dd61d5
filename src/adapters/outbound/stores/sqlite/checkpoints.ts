import type { Logger } from '../../../../application/ports/logger.js';
import type { CheckpointWorkerData } from './checkpoint-worker.js';
import { type KeptWorker, keepWorker, type KeptWorkerOptions } from './kept-worker.js';

const DEFAULTS = {
  interval: 1_000,
  // At 4 KiB a frame 64 MiB: past it by no more than what is written while a checkpoint is under way.
  maxFrames: 16_384,
  script: new URL('./checkpoint-worker.js', import.meta.url),
  firstPause: 1_000,
  longestPause: 60_000,
};

export type CheckpointOptions = Omit<CheckpointWorkerData, 'file'> &
  Pick<KeptWorkerOptions, 'script' | 'firstPause' | 'longestPause'>;

/** Moves the write-ahead log into the database from a thread of its own, off the event loop. */
export const startCheckpoints = (
  file: string,
  logger: Logger,
  options: Partial<CheckpointOptions> = {},
): KeptWorker => {
  const { interval, maxFrames, ...rest } = { ...DEFAULTS, ...options };
  const workerData: CheckpointWorkerData = { file, interval, maxFrames };
  return keepWorker({
    ...rest,
    workerData,
    onMessage: (error) => {
      logger.warn('a checkpoint failed and will be tried again', { error });
    },
    onDeath: (error, pause) => {
      logger.error('checkpoints have stopped, and start again after a pause', { error, pause });
    },
  });
};
