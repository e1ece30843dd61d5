import type { Either } from 'fp-ts/lib/Either.js';
import { type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Collection, Db } from 'mongodb';
import type { Logger } from '../../../../application/ports/logger.js';
import type { Unavailable } from '../../../../domain/failure.js';
import { failureLog } from '../../common/failure-log.js';
import { answerWithin } from './answer-within.js';
import { raiseCounters } from './counters.js';
import type {
  Bucket,
  CodeDocument,
  Counter,
  FeedRange,
  Head,
  Kept,
  Marked,
  Staffed,
  Tally,
} from './documents.js';
import { factsIn, migrate, refuseEmpty, refuseNewer, refuseReadOnly } from './migrations.js';
import {
  connectionTo,
  type MongoConnection,
  refuseUnfit,
} from '../../common/mongodb/mongo-connection.js';
import { persistence } from '../../common/mongodb/persistence.js';
import { OPENING_PATIENCE, untilReady } from '../../common/mongodb/until-ready.js';
import { COLLECTIONS, makeSchema } from './schema.js';
import { refuseRebuilding } from './schema-lock.js';

export interface MongoDatabaseOptions {
  /** Of a replica set or a sharded cluster; the database is `switchboard` where it names none. */
  readonly uri: string;
  readonly logger: Logger;
  /** How long work is tried again before it is `Unavailable`, in milliseconds. */
  readonly patience?: number;
  /** The same, before opening gives up. */
  readonly openingPatience?: number;
  /** Refuses a database that nothing of Switchboard is in, instead of making it; not unless said. */
  readonly mustBeThere?: boolean;
}

/** One database's collections; everything that goes wrong with it is `Unavailable`, and logged. */
export interface MongoDatabase {
  readonly heads: Collection<Head>;
  readonly buckets: Collection<Bucket>;
  readonly feed: Collection<FeedRange>;
  readonly staff: Collection<Staffed>;
  readonly sessions: Collection<Kept>;
  readonly reads: Collection<Marked>;
  readonly tallies: Collection<Tally>;
  readonly codes: Collection<CodeDocument>;
  readonly counters: Collection<Counter>;
  readonly logger: Logger;
  /** In milliseconds. */
  readonly patience: number;
  /** Work that may be done twice, tried again while that may help; `close` waits for it. */
  persist<A>(work: () => Promise<A>): TaskEither<Unavailable, A>;
  /** `close` waits for it. */
  track<A>(work: Promise<A>): Promise<A>;
  /** The same for what may wait behind others: `Unavailable` when the patience is over, counted from now. */
  inTime<A>(work: Promise<Either<Unavailable, A>>): Promise<Either<Unavailable, A>>;
  /** Whether it answers just now. */
  health(): TaskEither<Unavailable, void>;
  /** After all that is under way. */
  close(): Promise<void>;
}

const PATIENCE = 8_000;

/** What it is refused for is looked at before anything is changed. */
const prepare = async (connection: MongoConnection, mustBeThere: boolean): Promise<void> => {
  // By itself the driver connects but once, and is closed for good where that failed.
  await connection.client.connect();
  await refuseUnfit(connection);
  await refuseNewer(connection.db);
  if (mustBeThere) await refuseEmpty(connection.db);
  await refuseReadOnly(connection.db);
  await refuseRebuilding(factsIn(connection.db));
  await makeSchema(connection.db);
  await migrate(connection.db);
  await raiseCounters(connection.db);
};

const collectionsOf = (db: Db) => ({
  heads: db.collection<Head>(COLLECTIONS.heads),
  buckets: db.collection<Bucket>(COLLECTIONS.buckets),
  feed: db.collection<FeedRange>(COLLECTIONS.feed),
  staff: db.collection<Staffed>(COLLECTIONS.staff),
  sessions: db.collection<Kept>(COLLECTIONS.sessions),
  reads: db.collection<Marked>(COLLECTIONS.reads),
  tallies: db.collection<Tally>(COLLECTIONS.tallies),
  codes: db.collection<CodeDocument>(COLLECTIONS.codes),
  counters: db.collection<Counter>(COLLECTIONS.counters),
});

/**
 * Connects, and makes or brings up to date what is there.
 * @throws Error that names the hosts, when they cannot be reached in time, refuse, are no replica set,
 * hold what a newer version of Switchboard wrote, are being made anew, or hold nothing where something must be there
 */
export const openMongoDatabase = async (options: MongoDatabaseOptions): Promise<MongoDatabase> => {
  const { uri, logger, patience = PATIENCE, mustBeThere = false } = options;
  const { openingPatience = OPENING_PATIENCE } = options;
  const connection = connectionTo(uri, patience);
  try {
    await untilReady(connection, logger, openingPatience, () => prepare(connection, mustBeThere));
  } catch (error) {
    await connection.client.close();
    throw error;
  }
  const collections = collectionsOf(connection.db);
  const { persist, once } = persistence(logger, patience);
  const late = failureLog((fields) => logger.error('MongoDB has not answered in time', fields));
  const underWay = new Set<Promise<unknown>>();

  const track = <A>(work: Promise<A>): Promise<A> => {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  };

  return {
    ...collections,
    logger,
    patience,
    persist: (work) => () => track(persist(work)),
    track,
    inTime: (work) => answerWithin(patience, track(work), () => late(null, {})),
    health: () => () =>
      once(async () => {
        await collections.heads.findOne({ _id: '' }, { projection: { _id: 1 } });
      }),
    close: async () => {
      // What ends may have begun something else.
      while (underWay.size > 0) await Promise.allSettled(underWay);
      await connection.client.close();
    },
  };
};
