import { Worker } from 'node:worker_threads';
import type { Logger } from '../../../../application/ports/logger.js';
import type { CheckpointWorkerData } from './checkpoint-worker.js';

export interface Checkpoints {
  stop(): Promise<void>;
}

const INTERVAL = 1_000;
/** At 4 KiB a frame the write-ahead log stays around 64 MiB under a load that never pauses. */
const MAX_FRAMES = 16_384;

/** Moves the write-ahead log into the database from a thread of its own, off the event loop. */
export const startCheckpoints = (
  file: string,
  logger: Logger,
  { interval = INTERVAL, maxFrames = MAX_FRAMES }: Partial<Omit<CheckpointWorkerData, 'file'>> = {},
): Checkpoints => {
  const workerData: CheckpointWorkerData = { file, interval, maxFrames };
  const worker = new Worker(new URL('./checkpoint-worker.js', import.meta.url), { workerData });
  worker.on('message', (error: unknown) => {
    logger.warn('a checkpoint failed and will be tried again', { error });
  });
  worker.on('error', (error) => {
    logger.error('checkpoints have stopped: the write-ahead log will grow', { error });
  });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  return {
    stop: async () => {
      worker.postMessage('stop');
      await ended;
    },
  };
};
