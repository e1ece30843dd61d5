import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Logger } from '../../../../application/ports/logger.js';
import { type Unavailable, unavailable } from '../../../../domain/failure.js';
import { failureLog } from '../../common/failure-log.js';
import { tighten } from '../../common/owner-only.js';
import { connect } from './sqlite-connection.js';
import { errorCode, isRefusedRow, isSqliteError } from './sqlite-errors.js';
import { sqliteHealth } from './sqlite-health.js';
import { untilUnlocked } from './until-unlocked.js';

export interface SqliteDatabaseOptions {
  readonly file: string;
  readonly logger: Logger;
  /** How long a write waits for another process that has the file locked, in milliseconds. */
  readonly lockTimeout?: number;
  /** Bytes of a file that is looked through for damage before it is used; none, if not said. */
  readonly checkedUpTo?: number;
}

/** One connection; everything that goes wrong with the file is `Unavailable`, and logged. */
export interface SqliteDatabase {
  readonly db: DatabaseSync;
  /** Runs in one transaction, all or nothing; durable when it answers. */
  write<A>(work: () => A): TaskEither<Unavailable, A>;
  /** The same for each item in turn; one whose rows cannot stand is undone alone, and answered `refused`. */
  writeEach<A, B>(
    items: readonly A[],
    work: (item: A) => B,
    refused: B,
  ): TaskEither<Unavailable, readonly B[]>;
  /** The same as `write`, and durable only with the next one that is. */
  writeSoon<A>(work: () => A): TaskEither<Unavailable, A>;
  read<A>(work: () => A): TaskEither<Unavailable, A>;
  /** The same where there are many statements: they see one moment, and take the lock of readers once. */
  readMany<A>(work: () => A): TaskEither<Unavailable, A>;
  /** Whether the file is where it was, can be read, and can be written where the last write failed. */
  health(): TaskEither<Unavailable, void>;
  /** After the writes that are under way. */
  close(): Promise<void>;
}

const DEFAULT_LOCK_TIMEOUT = 2_000;

interface Transactions {
  transaction<A>(work: () => A): A;
  /** One that nothing is written in. */
  snapshot<A>(work: () => A): A;
  /** Within a transaction: `refused` when a constraint has undone it. */
  savepoint<A>(work: () => A, refused: A): A;
}

const transactions = (db: DatabaseSync, logger: Logger): Transactions => {
  const logRefusal = failureLog((fields) => logger.error('SQLite refused a row', fields));
  const begin = db.prepare('BEGIN');
  const beginWriting = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const mark = db.prepare('SAVEPOINT item');
  const release = db.prepare('RELEASE item');
  const undo = db.prepare('ROLLBACK TO item');

  const within = <A>(start: StatementSync, work: () => A): A => {
    start.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (db.isTransaction) rollback.run();
      throw error;
    }
  };

  return {
    transaction: (work) => within(beginWriting, work),
    snapshot: (work) => within(begin, work),
    savepoint: (work, refused) => {
      mark.run();
      try {
        const result = work();
        release.run();
        return result;
      } catch (error) {
        if (!isRefusedRow(error)) throw error;
        logRefusal(errorCode(error), { error });
        undo.run();
        release.run();
        return refused;
      }
    },
  };
};

/**
 * Opens or makes the file, in a folder that is there, and brings its schema up to date.
 * @throws Error when the file cannot be opened, is damaged, or is another program's or a newer version's
 */
export const openSqliteDatabase = async (
  options: SqliteDatabaseOptions,
): Promise<SqliteDatabase> => {
  const { file, logger, lockTimeout = DEFAULT_LOCK_TIMEOUT, checkedUpTo = 0 } = options;
  const db = await connect(file, { patience: DEFAULT_LOCK_TIMEOUT, checkedUpTo });
  for (const one of [file, `${file}-wal`, `${file}-shm`]) tighten(one, logger);
  const { transaction, snapshot, savepoint } = transactions(db, logger);
  const health = sqliteHealth(db, file, transaction);
  const underWay = new Set<Promise<unknown>>();
  const logFailure = failureLog((fields) => logger.error('SQLite failed', fields));

  /** SQLite's own errors are the store's failures; anything else is a bug, and is thrown. */
  const failed = (error: unknown): Either<Unavailable, never> => {
    if (!isSqliteError(error)) throw error;
    logFailure(errorCode(error), { error });
    return left(unavailable);
  };

  const read = <A>(work: () => A): Promise<Either<Unavailable, A>> =>
    untilUnlocked(() => right(work()), lockTimeout).catch(failed);

  const write = <A>(work: () => A): Promise<Either<Unavailable, A>> => {
    const writing = read(work)
      .then((result) => {
        health.wrote(!isLeft(result));
        return result;
      })
      .finally(() => underWay.delete(writing));
    underWay.add(writing);
    return writing;
  };

  /** Savepoints cost each item dear, so they are for a batch that a constraint has undone. */
  const each = <A, B>(items: readonly A[], work: (item: A) => B, refused: B): readonly B[] => {
    try {
      return transaction(() => items.map(work));
    } catch (error) {
      if (!isRefusedRow(error)) throw error;
      return transaction(() => items.map((item) => savepoint(() => work(item), refused)));
    }
  };

  const unsynced = <A>(work: () => A): A => {
    db.exec('PRAGMA synchronous = NORMAL');
    try {
      return transaction(work);
    } finally {
      db.exec('PRAGMA synchronous = FULL');
    }
  };

  return {
    db,
    write: (work) => () => write(() => transaction(work)),
    writeEach: (items, work, refused) => () => write(() => each(items, work, refused)),
    writeSoon: (work) => () => write(() => unsynced(work)),
    read: (work) => () => read(work),
    readMany: (work) => () => read(() => snapshot(work)),
    health: () => async () => {
      if (!db.isOpen) return left(unavailable);
      if (health.isInPlace()) return read(health.look);
      logFailure('gone', { error: `${file} is not the file that was opened` });
      return left(unavailable);
    },
    close: async () => {
      await Promise.allSettled(underWay);
      if (db.isOpen) db.close();
    },
  };
};
