import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** What the store hands to this thread. */
export interface CheckpointWorkerData {
  readonly file: string;
  /** Milliseconds between two looks at the write-ahead log. */
  readonly interval: number;
  /** Frames past which the writer is held off for the moment that it takes to begin the log anew. */
  readonly maxFrames: number;
}

const { file, interval, maxFrames } = workerData as CheckpointWorkerData;
const db = new DatabaseSync(file, { timeout: 0 });
const copy = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
const restart = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)');

/** Most is copied while writers go on; only what they added meanwhile is copied with them waiting. */
const checkpoint = (): void => {
  const frames = Number(copy.get()?.['log'] ?? 0);
  if (frames > maxFrames) restart.get();
};

const timer = setInterval(() => {
  try {
    checkpoint();
  } catch (error) {
    parentPort?.postMessage(error);
  }
}, interval);

parentPort?.once('message', () => {
  clearInterval(timer);
  db.close();
  parentPort?.close();
});
