import { statSync } from 'node:fs';
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
/** Milliseconds for which it waits between two writes of a writer that hardly pauses; in this thread nobody waits for it. */
const PATIENCE = 500;

let db: DatabaseSync | null = null;
/** Of the last look. */
let framesBefore = 0;

/** Bytes of a frame: a page, and what stands before it. */
const FRAME = 4_096 + 24;

/** What is written over from its beginning keeps the size that it had. */
const sizeOfLog = (): number => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Most is copied while writers go on; only what they added meanwhile is copied with them waiting. Then they
 * write over the log from its beginning, which costs less than to let it grow anew; once nobody writes it goes.
 */
const checkpoint = (): void => {
  // Opened here, so that a file that is locked just now is tried again as all else is.
  db ??= new DatabaseSync(file, { timeout: PATIENCE });
  const frames = Number(db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()?.['log'] ?? 0);
  const isQuiet = frames === framesBefore;
  framesBefore = frames;
  const isLong = frames > maxFrames || (isQuiet && sizeOfLog() > maxFrames * FRAME);
  if (!isLong) return;
  db.prepare(`PRAGMA wal_checkpoint(${isQuiet ? 'TRUNCATE' : 'RESTART'})`).get();
};

const look = (): void => {
  try {
    checkpoint();
  } catch (error) {
    parentPort?.postMessage(error);
  }
};

look();
const timer = setInterval(look, interval);

parentPort?.once('message', () => {
  clearInterval(timer);
  db?.close();
  parentPort?.close();
});
