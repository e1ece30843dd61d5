import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { makeOwnFile } from '../../common/owner-only.js';
import { DatabaseFault } from './database-fault.js';
import { MIGRATIONS } from './migrations.js';
import { refuseDamage, refuseMissingParts, withRemedy } from './refuse-damage.js';
import { bringUpToDate } from './schema-parts.js';
import { errorCode, SQL_ERROR } from './sqlite-errors.js';
import { untilUnlocked } from './until-unlocked.js';
import { refuseDamagedLog } from './write-ahead-log.js';
import { messageOf } from '../../common/message-of.js';

const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

const transaction = (db: DatabaseSync, begin: string, work: () => void): void => {
  db.exec(begin);
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};

const applicationOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA application_id').get()?.['application_id']);

/** "SwBd", by which tools such as `file` know whose a database is. */
const APPLICATION = 0x53774264;

/** Those that are there from the first version on. */
const TABLES = ['conversations', 'log', 'counters', 'staff'];

/** Version 0 is a file with nothing in it. */
const isOurs = (db: DatabaseSync, version: number): boolean => {
  const application = applicationOf(db);
  if (application === APPLICATION) return true;
  // Those that older versions made say nothing of whose they are.
  if (application !== 0) return false;
  const names = db.prepare('SELECT name FROM sqlite_schema').all();
  return version === 0
    ? names.length === 0
    : TABLES.every((table) => names.some(({ name }) => name === table));
};

/**
 * Within a transaction: between two looks another process may have made the schema.
 * @throws DatabaseFault where it is of a newer version, or another program's
 */
export const refuseOthers = (db: DatabaseSync): void => {
  const version = versionOf(db);
  if (version > MIGRATIONS.length) {
    throw new DatabaseFault(
      `it was written by a newer Switchboard: its schema is version ${version}, this one knows ${MIGRATIONS.length}`,
      'Start the newer one, or another DATA_DIR.',
    );
  }
  if (!isOurs(db, version)) {
    throw new DatabaseFault("it is another program's database", 'Choose another DATA_DIR.');
  }
};

/** What an older version made may have been damaged, or changed by hand. */
const bringUp = (db: DatabaseSync): void => {
  const from = versionOf(db);
  try {
    bringUpToDate(db, from);
  } catch (error) {
    if (errorCode(error) !== SQL_ERROR) throw error;
    throw new DatabaseFault(
      `its schema, of version ${from}, is not what that version made: ${messageOf(error)}`,
      'Restore a backup, or set it right with the Switchboard that wrote it.',
      { cause: error },
    );
  }
};

/**
 * All is looked at again under the lock, since several may start together, of several versions.
 * @param look at what has come of it: where that throws nothing has changed
 */
const migrate = (db: DatabaseSync, look: () => void): void => {
  if (versionOf(db) === MIGRATIONS.length) return look();
  transaction(db, 'BEGIN IMMEDIATE', () => {
    refuseOthers(db);
    bringUp(db);
    db.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${MIGRATIONS.length}`);
    look();
  });
};

export interface ConnectOptions {
  /** Milliseconds for which a lock is waited for. */
  readonly patience: number;
  /** Bytes of a file that is looked through for damage; larger ones would hold up the start. With 0 nothing is looked at. */
  readonly checkedUpTo: number;
  /** Whether what a rebuild makes anew may be missing or damaged, and the tables of the search may be written to. */
  readonly isRebuilt?: boolean;
}

const prepare = async (
  db: DatabaseSync,
  size: number,
  { patience, checkedUpTo, isRebuilt = false }: ConnectOptions,
): Promise<DatabaseSync> => {
  try {
    // Opening alone reads nothing: only now does what is no database show, and nothing is changed yet.
    await untilUnlocked(() => transaction(db, 'BEGIN', () => refuseOthers(db)), patience);
    if (size <= checkedUpTo) await untilUnlocked(() => refuseDamage(db, isRebuilt), patience);
    await untilUnlocked(() => db.exec('PRAGMA journal_mode = WAL'), patience);
    db.exec('PRAGMA synchronous = FULL');
    // A checkpoint inside a commit would stop the event loop while it copies and syncs.
    db.exec('PRAGMA wal_autocheckpoint = 0');
    // In KiB: what the longest search looks at, twice over; SQLite keeps an eighth of it else.
    db.exec('PRAGMA cache_size = -16384');
    const look = (): void => {
      if (checkedUpTo > 0) refuseMissingParts(db, isRebuilt);
    };
    await untilUnlocked(() => migrate(db, look), patience);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/**
 * Opens or makes the file, in a folder that is there, and brings its schema up to date.
 * @throws Error that names the file, when it cannot be opened, is damaged, or is another program's or a newer version's
 */
export const connect = async (file: string, options: ConnectOptions): Promise<DatabaseSync> => {
  try {
    await refuseDamagedLog(file);
    makeOwnFile(file);
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    // A lock is waited for outside, with the event loop running.
    return await prepare(
      new DatabaseSync(file, { timeout: 0, defensive: !options.isRebuilt }),
      size,
      options,
    );
  } catch (problem) {
    const error = withRemedy(problem);
    const why = messageOf(error);
    throw new Error(`${file} cannot be opened (see DATA_DIR): ${why}`, { cause: error });
  }
};
