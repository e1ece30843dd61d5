import { closeSync, openSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { DatabaseFault } from './database-fault.js';
import { integrityOf, Unreadable } from './integrity.js';
import { isInSearch } from './integrity-check.js';
import { remedyFor } from './refuse-damage.js';
import { refuseDamagedLog } from './write-ahead-log.js';
import { isSqliteError } from './sqlite-errors.js';
import { messageOf } from '../../common/message-of.js';

/** Pages that are copied between two looks at whether to go on. */
const PAGES = 1_024;

/** @throws Error of that work, with the file's name */
const readingFrom = async <A>(file: string, work: () => A | Promise<A>): Promise<A> => {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${file} cannot be copied: ${messageOf(error)}`, { cause: error });
  }
};

/** @throws Error when what was copied is no whole database, or cannot be read */
const refuseDamaged = async (file: string, signal: AbortSignal): Promise<void> => {
  const found = await integrityOf(file, 'own', signal).catch((error: unknown) => {
    if (!(error instanceof Unreadable)) throw error;
    throw new Error(`${file} cannot be checked: ${error.message}`, { cause: error });
  });
  if (found === 'ok') return;
  const what = `the copy is damaged, as the database is: ${found}`;
  throw isInSearch(found) ? new DatabaseFault(what, remedyFor(found)) : new Error(what);
};

/**
 * Copies a database of one moment, whatever is written to it meanwhile and by whatever version it is; the copy is on the
 * disk and has been checked when it answers.
 * @param onCopied is told of pages, and may throw to end it
 * @param signal ends the check
 * @throws Error when either file fails, or what is copied or its write-ahead log is damaged
 */
export const copyDatabase = async (
  from: string,
  to: string,
  onCopied: (pages: number, all: number) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> => {
  // Else what was acknowledged would not be in the copy.
  await readingFrom(from, () => refuseDamagedLog(from));
  const source = await readingFrom(
    from,
    () => new DatabaseSync(from, { readOnly: true, timeout: 2_000 }),
  );
  try {
    // For its owner alone: SQLite takes an empty file as it finds it.
    closeSync(openSync(to, 'wx', 0o600));
    // What is read within a transaction stays what it is: else each commit of the server would begin the copy again.
    await readingFrom(from, () => source.exec('BEGIN; SELECT count(*) FROM sqlite_schema;'));
    await backup(source, to, {
      rate: PAGES,
      progress: ({ totalPages, remainingPages }) =>
        onCopied(totalPages - remainingPages, totalPages),
    }).catch((error: unknown) => {
      if (!isSqliteError(error)) throw error;
      const why = messageOf(error);
      throw new Error(`${to} cannot be written, or ${from} cannot be read: ${why}`, {
        cause: error,
      });
    });
  } finally {
    source.close();
  }
  await refuseDamaged(to, signal);
};
