import { type AnyBulkWriteOperation, MongoBulkWriteError } from 'mongodb';
import { BUCKET, fullBuckets } from './buckets.js';
import type { Bucket, Head } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { DUPLICATE_KEY, duplicateIndex, faultOf } from '../../common/mongodb/mongo-errors.js';
import { sharedWork } from './shared-work.js';

/** Conversations whose tails are read together. */
const MOST = 50;

/** Whoever was first has written the same. */
const isThereAlready = (error: unknown): boolean => {
  if (!(error instanceof MongoBulkWriteError)) return false;
  if (error.result.getWriteConcernError() !== undefined) return false;
  const errors = [error.writeErrors].flat();
  return (
    errors.length > 0 &&
    errors.every(({ code, errmsg }) => code === DUPLICATE_KEY && duplicateIndex(errmsg) === '_id_')
  );
};

/** Of what follows the last bucket there is, at least as much as in it, since a tail only grows. */
interface Move {
  readonly id: string;
  readonly upTo: number;
  readonly buckets: readonly Bucket[];
}

const without = (field: 'tail' | 'names', upTo: number | string) => ({
  $filter: { input: `$${field}`, cond: { $gt: ['$$this.s', upTo] } },
});

/**
 * The names that left the tail with the move before this one go with it, if `lastSeq` has risen since that
 * move. So an append that looked for its names in the buckets, and stands at the right `seq`, finds here
 * all that was not there yet: what has gone since had been in a bucket before anybody could stand there.
 */
const letGo = ({ id, upTo }: Move): AnyBulkWriteOperation<Head> => ({
  updateOne: {
    filter: { _id: id },
    update: [
      {
        $set: {
          tail: without('tail', upTo),
          names: {
            $cond: [
              { $and: [{ $gt: ['$lastSeq', '$archivedAt'] }, { $gte: ['$lastSeq', BUCKET] }] },
              without('names', '$archived'),
              '$names',
            ],
          },
          archivedAt: { $cond: [{ $lt: ['$archived', upTo] }, '$lastSeq', '$archivedAt'] },
          archived: { $max: ['$archived', upTo] },
        },
      },
    ],
  },
});

/**
 * Moves what fills buckets out of the conversations' documents. Each bucket is there for certain before
 * its events leave the document; who dies in between, or does the same at the same time, does no harm.
 */
const move = async (
  { heads, buckets }: Pick<MongoDatabase, 'heads' | 'buckets'>,
  ids: readonly string[],
): Promise<void> => {
  const found = await heads
    .find<Pick<Head, '_id' | 'tail'>>({ _id: { $in: [...ids] } }, { projection: { tail: 1 } })
    .toArray();
  const moves = found.flatMap(({ _id, tail }): readonly Move[] => {
    const full = fullBuckets(_id, tail);
    const upTo = full.at(-1)?.entries.at(-1)?.s;
    return upTo === undefined ? [] : [{ id: _id, upTo, buckets: full }];
  });
  if (moves.length === 0) return;
  try {
    const documents = moves.flatMap((one) => one.buckets);
    await buckets.insertMany(documents, { ordered: false });
  } catch (error) {
    if (!isThereAlready(error)) throw error;
  }
  await heads.bulkWrite(moves.map(letGo), { ordered: false, writeConcern: { w: 1 } });
};

/** Answers when the conversation's full buckets have been moved, or could not be; never fails. */
export const archiver = (database: MongoDatabase): ((id: string) => Promise<unknown>) => {
  const { logger, persist, track } = database;
  const ask = sharedWork<string, null>({
    workers: 1,
    share: (waiting) => Math.min(waiting.length, MOST),
    work: async (asked) => {
      const ids = new Set(asked.map(({ question }) => question));
      // In vain, it is logged; the next full bucket takes them along.
      await persist(() => move(database, [...ids]))();
      for (const { answer } of asked) answer(null);
    },
  });
  return (id) =>
    track(ask(id)).catch((defect: unknown) => {
      logger.error('moving events into buckets failed', { error: faultOf(defect) });
    });
};
