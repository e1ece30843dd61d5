import { DatabaseSync } from 'node:sqlite';

/** SQLite's code for what another connection has locked. */
const BUSY = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  (error.errcode & 0xff) === BUSY;

/** Held until it is closed, or until its process ends. */
export interface ProcessLock {
  close(): void;
}

/**
 * A lock of SQLite's, on a file that stays empty: the system releases it with the process, however that ends, and it
 * holds among containers on one disk.
 * @param timeout milliseconds to wait for another process that has it, with the event loop held
 * @returns null where another process has it still
 * @throws Error where the file cannot be made or locked
 */
export const processLock = (file: string, timeout: number): ProcessLock | null => {
  const lock = new DatabaseSync(file, { timeout });
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return {
    close: () => {
      if (lock.isOpen) lock.close();
    },
  };
};
