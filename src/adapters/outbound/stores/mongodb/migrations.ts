import type { Db } from 'mongodb';
import { CONVERSATION_COUNTER } from './counters.js';
import type { Counter, SchemaFact } from './documents.js';
import { dropIndex } from './drop-index.js';
import { fillListings } from './fill-listings.js';
import { fillQueues } from './fill-queues.js';
import { fillSearch } from './fill-search.js';
import { COLLECTIONS } from './schema.js';
import { underLock } from './schema-lock.js';

/** May be begun again where one was broken off, and must come to the same. */
export type Migration = (db: Db) => Promise<void>;

/** What is stored, one step a version; a step that has shipped is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  async (db) => {
    await db
      .collection<Counter>(COLLECTIONS.counters)
      .updateOne({ _id: CONVERSATION_COUNTER }, { $setOnInsert: { value: 0 } }, { upsert: true });
  },
  fillListings,
  fillQueues,
  fillSearch,
  // `assignedLists` tells departments apart before all else.
  (db) => dropIndex(db, 'assignedQueues'),
];

export const factsIn = (db: Db) => db.collection<SchemaFact>(COLLECTIONS.schema);

/** 0 where nothing of Switchboard is. */
export const versionIn = async (db: Db): Promise<number> =>
  (await factsIn(db).findOne({ _id: 'version' }))?.version ?? 0;

/** @throws Error when a newer version of Switchboard has been here */
export const refuseNewer = async (db: Db, known = MIGRATIONS.length): Promise<void> => {
  const version = await versionIn(db);
  if (version <= known) return;
  throw new Error(
    `the database ${db.databaseName} was written by a newer Switchboard: its schema is version ` +
      `${version}, this one knows ${known}. Start the newer one, or name another database.`,
  );
};

/** @throws Error when no Switchboard has been here */
export const refuseEmpty = async (db: Db): Promise<void> => {
  if ((await versionIn(db)) > 0) return;
  throw new Error(
    `there is nothing of Switchboard in the database ${db.databaseName} (see MONGODB_URI)`,
  );
};

/**
 * Changes nothing.
 * @throws MongoServerError, as the server has it, where who logged in may not write
 */
export const refuseReadOnly = async (db: Db): Promise<void> => {
  await factsIn(db).updateOne({ _id: 'version', version: -1 }, { $set: { version: -1 } });
};

/** Brings what is stored up to date, each step once, however many nodes begin together. */
export const migrate = async (db: Db, migrations = MIGRATIONS): Promise<void> => {
  if ((await versionIn(db)) >= migrations.length) return;
  const facts = factsIn(db);
  await underLock(facts, async () => {
    for (let version = await versionIn(db); version < migrations.length; version += 1) {
      await migrations[version]?.(db);
      const after = { $max: { version: version + 1 } };
      await facts.updateOne({ _id: 'version' }, after, { upsert: true });
    }
  });
};
