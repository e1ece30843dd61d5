import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Head, Tally, Uncounted } from './documents.js';
import type { InTransaction } from './transaction.js';

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

export interface SampleCollections {
  readonly heads: Collection<Head>;
  readonly tallies: Collection<Tally>;
  readonly inTransaction: InTransaction;
}

/**
 * Moves samples out of the documents of their conversations into the tallies, in one transaction: whoever dies, whenever,
 * leaves each of them in one of the two. Who moves the same at the same time fails, and finds nothing any more.
 */
export const moveSamples = (
  { heads, tallies, inTransaction }: SampleCollections,
  ids: readonly string[],
): Promise<void> =>
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

/** Some of the conversations that have samples waiting. */
export const someWaiting = async (
  { heads }: Pick<SampleCollections, 'heads'>,
  most: number,
): Promise<readonly string[]> => {
  const found = await heads
    .find<Pick<Head, '_id'>>(
      { uncounted: { $exists: true } },
      { projection: { _id: 1 }, hint: 'uncounted' },
    )
    .limit(most)
    .toArray();
  return found.map(({ _id }) => _id);
};
