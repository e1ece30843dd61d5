import { setTimeout as delay } from 'node:timers/promises';
import type { ClientSession, MongoClient } from 'mongodb';
import { isWriteConflict } from './mongo-errors.js';

/**
 * Does all of the work or none of it, as if nobody else did anything meanwhile. Where another was first with some of it, it
 * is done anew; where it fails it may have been done all the same, so who does it again must look at what it did before.
 */
export type InTransaction = <A>(work: (session: ClientSession) => Promise<A>) => Promise<A>;

const PROMISES = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5_000 },
  readPreference: 'primary',
} as const;

const MOST_TRIES = 20;

/** Milliseconds, by chance, so that two who meet do not meet again. */
const LONGEST_PAUSE = 20;

export const inTransaction =
  (client: MongoClient): InTransaction =>
  (work) =>
    client.withSession(async (session) => {
      for (let tries = 1; ; tries += 1) {
        session.startTransaction(PROMISES);
        try {
          const done = await work(session);
          await session.commitTransaction();
          return done;
        } catch (error) {
          // A session that ends gives up by itself what it has not committed.
          if (!isWriteConflict(error) || tries === MOST_TRIES) throw error;
          await session.abortTransaction();
          await delay(Math.random() * LONGEST_PAUSE);
        }
      }
    });
