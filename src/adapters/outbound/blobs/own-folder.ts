import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessLock, processLock } from '../common/process-lock.js';

/** Milliseconds for which a process that starts waits for others that do. */
const PATIENCE = 10_000;

const LOCK = '.lock';

/** Where one process has what it moves; nobody else touches it while that lives. */
export interface OwnFolder {
  readonly path: string;
  remove(): void;
}

/** A folder goes before its lock, so that none is ever without. */
const removeWith = (lock: ProcessLock, path: string): void => {
  rmSync(path, { recursive: true, force: true });
  rmSync(`${path}${LOCK}`, { force: true });
  lock.close();
};

/** Removes what processes left that are no more. */
const removeLeftovers = (folder: string): void => {
  for (const name of readdirSync(folder).filter((one) => one.endsWith(LOCK))) {
    const lock = processLock(join(folder, name), 0);
    if (lock !== null) removeWith(lock, join(folder, name.slice(0, -LOCK.length)));
  }
};

/**
 * Makes one in that folder, and removes those of processes that were killed.
 * @throws Error where the disk fails, or somebody else is in the way for long
 */
export const ownFolder = (folder: string): OwnFolder => {
  // Beside the folder: it is no process's.
  const starting = processLock(`${folder}${LOCK}`, PATIENCE);
  if (starting === null) throw new Error(`${folder}${LOCK} is locked by another process`);
  try {
    removeLeftovers(folder);
    const path = join(folder, randomUUID());
    const lock = processLock(`${path}${LOCK}`, 0);
    if (lock === null) throw new Error(`${path}${LOCK} cannot be locked`);
    mkdirSync(path, { mode: 0o700 });
    return { path, remove: () => removeWith(lock, path) };
  } finally {
    starting.close();
  }
};
