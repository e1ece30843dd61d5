import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { Unavailable } from '../../../../domain/failure.js';
import type { Head, Tally, Uncounted } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { faultOf } from './mongo-errors.js';
import { sharedWork } from './shared-work.js';

/** Conversations whose samples are counted together. */
const MOST = 300;

type Waiting = Pick<Head, '_id' | 'uncounted'>;
type Sums = Record<string, number>;

/** The fields of a tally that a sample adds to, and how much. */
const additionsOf = ({ kind, assignee, value }: Uncounted): Sums => {
  switch (kind) {
    case 'answered':
      return { [`answered.${value}`]: 1 };
    case 'closed':
      return { [`closed.${value}`]: 1, [`doings.${assignee}.closed`]: 1 };
    case 'rated':
      return { [`doings.${assignee}.ratings`]: 1, [`doings.${assignee}.stars`]: value };
  }
};

const additionTo = (
  _id: string,
  samples: readonly Uncounted[],
): readonly AnyBulkWriteOperation<Tally>[] => {
  const [first] = samples;
  if (first === undefined) return [];
  const { day, department } = first;
  const sums: Sums = {};
  for (const [field, more] of samples.flatMap((sample) => Object.entries(additionsOf(sample)))) {
    sums[field] = (sums[field] ?? 0) + more;
  }
  const update = { $setOnInsert: { day, department }, $inc: sums };
  return [{ updateOne: { filter: { _id }, update, upsert: true } }];
};

/** One change of each tally, in one order whoever makes them, so that no two wait for each other. */
const additionsTo = (samples: readonly Uncounted[]): AnyBulkWriteOperation<Tally>[] =>
  [...Map.groupBy(samples, ({ day, department }) => `${day}:${department}`)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([id, its]) => additionTo(id, its));

export interface TallyCounter {
  /** Counts what one conversation has waiting, together with others'; never throws what the server fails with. */
  count(id: string): Promise<Either<Unavailable, void>>;
  /** Counts all that waits, whoever left it. */
  countAll(): Promise<Either<Unavailable, void>>;
  /** Has it counted some time; what fails now is counted by the next who reads. */
  soon(id: string): void;
}

/**
 * Moves samples out of the documents of their conversations into the tallies, in one transaction: whoever dies, whenever,
 * leaves each of them in one of the two. Who moves the same at the same time fails, and finds nothing any more.
 */
export const tallyCounter = (database: MongoDatabase): TallyCounter => {
  const { heads, tallies, inTransaction, logger, persist, track } = database;

  const move = (ids: readonly string[]): Promise<void> =>
    inTransaction(async (session) => {
      const found = await heads
        .find<Waiting>({ _id: { $in: [...ids] } }, { projection: { uncounted: 1 }, session })
        .toArray();
      const waiting = found.filter(({ uncounted }) => uncounted !== undefined);
      if (waiting.length === 0) return;
      const moved = { _id: { $in: waiting.map(({ _id }) => _id) } };
      await heads.updateMany(moved, { $unset: { uncounted: '' } }, { session });
      const samples = waiting.flatMap(({ uncounted = [] }) => uncounted);
      await tallies.bulkWrite(additionsTo(samples), { session });
    });

  const count = sharedWork<string, Either<Unavailable, void>>({
    workers: 1,
    share: (waiting) => Math.min(waiting.length, MOST),
    work: async (asked) => {
      const ids = new Set(asked.map(({ question }) => question));
      const done = await persist(() => move([...ids]))();
      for (const { answer } of asked) answer(done);
    },
  });

  const waiting = persist(() =>
    heads
      .find<Pick<Head, '_id'>>(
        { uncounted: { $exists: true } },
        { projection: { _id: 1 }, hint: 'uncounted' },
      )
      .limit(MOST)
      .toArray(),
  );

  return {
    count,
    countAll: async () => {
      for (;;) {
        const found = await waiting();
        if (isLeft(found)) return found;
        const failed = (await Promise.all(found.right.map(({ _id }) => count(_id)))).find(isLeft);
        if (failed !== undefined) return failed;
        if (found.right.length < MOST) return right(undefined);
      }
    },
    soon: (id) => {
      track(count(id)).catch((defect: unknown) => {
        logger.error('counting for statistics failed', { error: faultOf(defect) });
      });
    },
  };
};
