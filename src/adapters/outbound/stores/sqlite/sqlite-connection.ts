import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from './migrations.js';
import { untilUnlocked } from './until-unlocked.js';

const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

/** Before anything about the file is changed. */
const refuseNewer = (db: DatabaseSync): void => {
  const version = versionOf(db);
  if (version <= MIGRATIONS.length) return;
  throw new Error(
    `it was written by a newer Switchboard: its schema is version ${version}, ` +
      `this one knows ${MIGRATIONS.length}. Start the newer one, or another DATA_DIR.`,
  );
};

/** The version is read under the lock, since several may start on a new file together. */
const migrate = (db: DatabaseSync): void => {
  if (versionOf(db) === MIGRATIONS.length) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const step of MIGRATIONS.slice(versionOf(db))) {
      if (typeof step === 'string') db.exec(step);
      else step(db);
    }
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};

const prepare = async (db: DatabaseSync, patience: number): Promise<DatabaseSync> => {
  try {
    // Opening alone reads nothing: only now does what is no database show.
    await untilUnlocked(() => refuseNewer(db), patience);
    await untilUnlocked(() => db.exec('PRAGMA journal_mode = WAL'), patience);
    db.exec('PRAGMA synchronous = FULL');
    // A checkpoint inside a commit would stop the event loop while it copies and syncs.
    db.exec('PRAGMA wal_autocheckpoint = 0');
    await untilUnlocked(() => migrate(db), patience);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/**
 * Opens or makes the file, in a folder that is there, and brings its schema up to date.
 * @throws Error that names the file, when it cannot be opened or its schema is a newer version's
 */
export const connect = async (file: string, patience: number): Promise<DatabaseSync> => {
  try {
    // A lock is waited for outside, with the event loop running.
    return await prepare(new DatabaseSync(file, { timeout: 0 }), patience);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} cannot be opened (see DATA_DIR): ${why}`, { cause: error });
  }
};
