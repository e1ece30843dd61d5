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

/** More than any message takes. */
const LARGE = 64 * 1024;

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
  // A session that is over already: nobody finds it, and one that stays goes with the next that is saved.
  const add = db.prepare(
    `INSERT OR REPLACE INTO sessions (key, until, session) VALUES ('', 0, hex(zeroblob(${LARGE / 2})))`,
  );
  const remove = db.prepare("DELETE FROM sessions WHERE key = ''");
  let isWriting = true;

  return {
    wrote: (isStored) => {
      isWriting = isStored;
    },
    isInPlace: () => identityOf(file) === opened,
    look: () => {
      // The lock of writers is taken even where nothing is written: another process may hold it.
      transaction(() => {
        read.get();
        if (!isWriting) add.run();
      });
      // What is taken back within the same transaction never goes to the disk.
      if (!isWriting) transaction(() => remove.run());
      isWriting = true;
    },
  };
};
