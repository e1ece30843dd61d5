import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Logger } from '../../../../application/ports/logger.js';
import { type Unavailable, unavailable } from '../../../../domain/failure.js';
import { MIGRATIONS } from './migrations.js';

export interface SqliteDatabaseOptions {
  readonly file: string;
  readonly logger: Logger;
  /** How long a write waits for another process that has the file locked, in milliseconds. */
  readonly lockTimeout?: number;
}

/** One connection; everything that goes wrong with the file is `Unavailable`, and logged. */
export interface SqliteDatabase {
  readonly db: DatabaseSync;
  /** Runs in one transaction, all or nothing; durable when it answers. */
  write<A>(work: () => A): TaskEither<Unavailable, A>;
  read<A>(work: () => A): TaskEither<Unavailable, A>;
  /** After the writes that are under way. */
  close(): Promise<void>;
}

const DEFAULT_LOCK_TIMEOUT = 2_000;
const LOCK_RETRY = 2;

const SQLITE_BUSY = 5;

const errorCode = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : null;

const isLocked = (error: unknown): boolean => ((errorCode(error) ?? 0) & 0xff) === SQLITE_BUSY;

const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

/** Before anything about the file is changed. */
const refuseNewer = (db: DatabaseSync, file: string): void => {
  const version = versionOf(db);
  if (version <= MIGRATIONS.length) return;
  throw new Error(
    `${file} was written by a newer Switchboard: its schema is version ${version}, ` +
      `this one knows ${MIGRATIONS.length}. Start the newer one, or another DATA_DIR.`,
  );
};

/** The version is read under the lock, since several may start on a new file together. */
const migrate = (db: DatabaseSync): void => {
  if (versionOf(db) === MIGRATIONS.length) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const step of MIGRATIONS.slice(versionOf(db))) db.exec(step);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};

/** For the start, when nothing else is going on yet: this one pragma does not wait by itself. */
const untilUnlocked = (work: () => void): void => {
  const giveUpAt = performance.now() + DEFAULT_LOCK_TIMEOUT;
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error) || performance.now() > giveUpAt) throw error;
      Atomics.wait(never, 0, 0, LOCK_RETRY);
    }
  }
};

/** @throws Error that names the file */
const openFile = (file: string): DatabaseSync => {
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    db = new DatabaseSync(file, { timeout: DEFAULT_LOCK_TIMEOUT });
    // Opening alone reads nothing: only now does what is no database show.
    versionOf(db);
    return db;
  } catch (error) {
    db?.close();
    throw new Error(`${file} cannot be opened (see DATA_DIR): ${String(error)}`, { cause: error });
  }
};

const connect = (file: string): DatabaseSync => {
  const db = openFile(file);
  try {
    refuseNewer(db, file);
    untilUnlocked(() => db.exec('PRAGMA journal_mode = WAL'));
    db.exec('PRAGMA synchronous = FULL');
    // A checkpoint inside a commit would stop the event loop while it copies and syncs.
    db.exec('PRAGMA wal_autocheckpoint = 0');
    migrate(db);
    // From here on a lock is waited for outside, with the event loop running.
    db.exec('PRAGMA busy_timeout = 0');
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
};

/**
 * Opens or makes the file and brings its schema up to date.
 * @throws Error when the file cannot be opened, or its schema is a newer version's
 */
export const openSqliteDatabase = (options: SqliteDatabaseOptions): SqliteDatabase => {
  const { file, logger, lockTimeout = DEFAULT_LOCK_TIMEOUT } = options;
  const db = connect(file);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const underWay = new Set<Promise<unknown>>();

  /** SQLite's own errors are the store's failures; anything else is a bug, and is thrown. */
  const failed = (error: unknown): Either<Unavailable, never> => {
    if (errorCode(error) === null) throw error;
    logger.error('SQLite failed', { error });
    return left(unavailable);
  };

  const transaction = <A>(work: () => A): A => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (db.isTransaction) rollback.run();
      throw error;
    }
  };

  const waitingForLock = async <A>(attempt: () => A): Promise<Either<Unavailable, A>> => {
    const giveUpAt = performance.now() + lockTimeout;
    for (;;) {
      try {
        return right(attempt());
      } catch (error) {
        if (!isLocked(error) || performance.now() > giveUpAt) return failed(error);
        await delay(LOCK_RETRY);
      }
    }
  };

  const write = <A>(work: () => A): Promise<Either<Unavailable, A>> => {
    const writing = waitingForLock(() => transaction(work)).finally(() => underWay.delete(writing));
    underWay.add(writing);
    return writing;
  };

  return {
    db,
    write: (work) => () => write(work),
    read: (work) => () => waitingForLock(work),
    close: async () => {
      await Promise.allSettled(underWay);
      db.close();
    },
  };
};
