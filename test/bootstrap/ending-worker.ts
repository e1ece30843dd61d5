import { readdirSync, readlinkSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { processLock } from '../../src/adapters/outbound/common/process-lock.js';

const file = workerData as string;

const isOfFile = (descriptor: string): boolean => {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`) === file;
  } catch {
    return false;
  }
};

/** Whether somebody has come for it: SQLite has opened it once more. */
const isWanted = (): boolean => readdirSync('/proc/self/fd').filter(isOfFile).length > 1;

const lock = processLock(file, 0);
parentPort?.postMessage('has it');
let isOver = false;
while (!isOver) isOver = isWanted();
lock?.close();
