import type { ClientSession, MongoClient } from 'mongodb';

/**
 * Does all of the work or none of it, as if nobody else did anything meanwhile. It is tried once: who does it again must
 * look at what it did before, since it may have been done although it failed.
 */
export type InTransaction = <A>(work: (session: ClientSession) => Promise<A>) => Promise<A>;

const PROMISES = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5_000 },
  readPreference: 'primary',
} as const;

export const inTransaction =
  (client: MongoClient): InTransaction =>
  (work) =>
    client.withSession(async (session) => {
      session.startTransaction(PROMISES);
      // A session that ends gives up what it has not committed.
      const done = await work(session);
      await session.commitTransaction();
      return done;
    });
