import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError } from 'mongodb';
import type { FeedRange, Head } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { DUPLICATE_KEY } from '../../common/mongodb/mongo-errors.js';
import { everybody, sharedWork } from './shared-work.js';

/** Conversations that are given their next place together. */
const MOST = 200;

/** How many of these went in, in order; those after the first whose place or beginning was taken did not. */
const insertInOrder = async (
  feed: Collection<FeedRange>,
  ranges: readonly FeedRange[],
): Promise<number> => {
  try {
    return (await feed.insertMany([...ranges], { ordered: true })).insertedCount;
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.code !== DUPLICATE_KEY) throw error;
    if (error.result.getWriteConcernError() !== undefined) throw error;
    return error.insertedCount;
  }
};

/** What has happened since then still waits, for as long as it has. */
const mark = ({ conversation, last }: Omit<FeedRange, '_id'>): AnyBulkWriteOperation<Head> => ({
  updateOne: {
    filter: { _id: conversation },
    update: [
      {
        $set: {
          fed: { $max: ['$fed', last] },
          unfed: {
            $cond: [{ $gt: ['$lastSeq', { $max: ['$fed', last] }] }, '$unfed', '$$REMOVE'],
          },
        },
      },
    ],
  },
});

/**
 * Gives what was appended its places in the feed. A place is only ever given by who has seen that the one
 * before it is taken for good, so none is left out, and none filled later; of two who give the same one
 * fails. So does whoever gives a second place to the same events, because of a crash before they were
 * marked as having one: then they are marked.
 */
const giveSome = async ({ heads, feed }: Pick<MongoDatabase, 'heads' | 'feed'>) => {
  const found = await heads
    .find({ unfed: { $exists: true } }, { projection: { lastSeq: 1, fed: 1 } })
    .sort({ unfed: 1 })
    .limit(MOST)
    .toArray();
  if (found.length === 0) return false;
  const newest = await feed.findOne({}, { projection: { _id: 1 }, sort: { _id: -1 } });
  const ranges = found.map(({ _id, fed, lastSeq }, index) => ({
    _id: (newest?._id ?? 0) + 1 + index,
    conversation: _id,
    first: fed + 1,
    last: lastSeq,
  }));
  const count = await insertInOrder(feed, ranges);
  const rest = ranges.slice(count).map(({ conversation, first }) => ({ conversation, first }));
  const known = rest.length === 0 ? [] : await feed.find({ $or: rest }).toArray();
  const marks = [...ranges.slice(0, count), ...known].map(mark);
  if (marks.length > 0) await heads.bulkWrite(marks, { ordered: false, writeConcern: { w: 1 } });
  return rest.length > 0 || found.length === MOST;
};

/** Answers whether there may be more that wait for a place; those who ask together share the work. */
export const feedSequencer = (database: MongoDatabase): (() => Promise<boolean>) =>
  sharedWork<null, boolean>({
    workers: 1,
    share: everybody,
    work: async (asked) => {
      const isMore = await giveSome(database);
      for (const { answer } of asked) answer(isMore);
    },
  }).bind(null, null);
