import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

export interface SqliteHealth {
  /** A write has succeeded, or has not. */
  wrote(isStored: boolean): void;
  /** Whether the file is the one that was opened: what is written to one that was removed is lost with the process. */
  isInPlace(): boolean;
  /** @throws SQLite's error where nothing can be read or written */
  look(): void;
}

const identityOf = (file: string): string | null => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
};

/** Nothing is written as long as writes succeed: a look costs no sync of the disk. */
export const sqliteHealth = (
  db: DatabaseSync,
  file: string,
  transaction: (work: () => void) => void,
): SqliteHealth => {
  const opened = identityOf(file);
  const read = db.prepare('SELECT 1 FROM conversations LIMIT 1');
  const version = db.prepare('PRAGMA user_version');
  let isWriting = true;

  /** The same again goes to the disk as anything else does. */
  const write = (): void =>
    db.exec(`PRAGMA user_version = ${Number(version.get()?.['user_version'])}`);

  return {
    wrote: (isStored) => {
      isWriting = isStored;
    },
    isInPlace: () => identityOf(file) === opened,
    look: () => {
      // The lock of writers is taken even where nothing is written: another process may hold it.
      transaction(() => {
        read.get();
        if (!isWriting) write();
      });
      isWriting = true;
    },
  };
};
