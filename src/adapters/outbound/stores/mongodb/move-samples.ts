import type { AnyBulkWriteOperation, Collection, ObjectId } from 'mongodb';
import type { Head, Tally, Uncounted } from './documents.js';
import { NotYet } from '../../common/mongodb/persistence.js';

interface Waiting extends Pick<Head, '_id' | 'uncounted'> {
  /** By the server's clock. */
  readonly now: Date;
}

type Sums = Record<string, number>;

/** The fields of a tally that a sample adds to, and how much. */
export const additionsOf = ({ kind, assignee, value }: Uncounted): Sums => {
  switch (kind) {
    case 'answered':
      return { [`answered.${value}`]: 1 };
    case 'closed':
      return { [`closed.${value}`]: 1, [`doings.${assignee}.closed`]: 1 };
    case 'rated':
      return { [`doings.${assignee}.ratings`]: 1, [`doings.${assignee}.stars`]: value };
  }
};

/** By the server's clock, in milliseconds: what was read longer ago is not counted any more. */
const COUNTED_WITHIN = 30_000;

/** The id of the tally that counts a sample. */
export const tallyOf = ({ day, department }: Pick<Uncounted, 'day' | 'department'>): string =>
  `${day}:${department}`;

const making = (sample: Uncounted): AnyBulkWriteOperation<Tally> => {
  const { day, department } = sample;
  const update = { $setOnInsert: { day, department, applied: [] } };
  return { updateOne: { filter: { _id: tallyOf(sample) }, update, upsert: true } };
};

/** Does nothing where it was done before, nor when it comes too late. */
const adding = (sample: Uncounted, until: Date): AnyBulkWriteOperation<Tally> => ({
  updateOne: {
    filter: {
      _id: tallyOf(sample),
      applied: { $ne: sample.id },
      $expr: { $lt: ['$$NOW', until] },
    },
    update: { $inc: additionsOf(sample), $push: { applied: sample.id } },
  },
});

/** The samples that are left when these have gone. */
const without = (ids: readonly ObjectId[]) => {
  const input = { $ifNull: ['$uncounted', []] };
  const left = { $filter: { input, cond: { $not: [{ $in: ['$$this.id', ids] }] } } };
  return { $cond: [{ $eq: [{ $size: left }, 0] }, '$$REMOVE', left] };
};

export interface SampleCollections {
  readonly heads: Collection<Head>;
  readonly tallies: Collection<Tally>;
}

/** A tally, and what it has been added. */
export interface Applied {
  readonly tally: string;
  readonly id: ObjectId;
}

/**
 * Moves samples out of the documents of their conversations into the tallies. A tally knows by its id what it has been
 * added, so that who dies in between, or does the same at the same time, does no harm. It may forget that once the sample has
 * left its conversation, and nobody may add it any more who has read it there.
 * @throws NotYet where some came too late to be counted
 */
export const moveSamples = async (
  { heads, tallies }: SampleCollections,
  conversations: readonly string[],
  within = COUNTED_WITHIN,
): Promise<readonly Applied[]> => {
  const found = await heads
    .find<Waiting>(
      { _id: { $in: [...conversations] } },
      { projection: { uncounted: 1, now: '$$NOW' } },
    )
    .toArray();
  const samples = found.flatMap(({ uncounted = [] }) => uncounted);
  const [first] = found;
  if (first === undefined || samples.length === 0) return [];
  const until = new Date(first.now.getTime() + within);
  const byTally = new Map(samples.map((sample) => [tallyOf(sample), sample]));
  await tallies.bulkWrite([...byTally.values()].map(making), { ordered: false });
  await tallies.bulkWrite(
    samples.map((sample) => adding(sample, until)),
    { ordered: false },
  );
  const added = await tallies
    .find({ _id: { $in: [...byTally.keys()] } }, { projection: { applied: 1 } })
    .toArray();
  const known = new Set(added.flatMap(({ applied }) => applied.map(String)));
  const moved = samples.filter(({ id }) => known.has(String(id)));
  await heads.updateMany({ _id: { $in: found.map(({ _id }) => _id) } }, [
    { $set: { uncounted: without(moved.map(({ id }) => id)) } },
  ]);
  if (moved.length < samples.length) throw new NotYet('samples were read too long ago');
  return moved.map((sample) => ({ tally: tallyOf(sample), id: sample.id }));
};

/** Has tallies forget what left its conversation longer ago than anybody may take to count. */
export const forget = async (
  { tallies }: Pick<SampleCollections, 'tallies'>,
  applied: readonly Applied[],
): Promise<void> => {
  if (applied.length === 0) return;
  const writes = [...Map.groupBy(applied, ({ tally }) => tally)].map(([_id, its]) => {
    const update = { $pullAll: { applied: its.map(({ id }) => id) } };
    return { updateOne: { filter: { _id }, update } };
  });
  await tallies.bulkWrite(writes, { ordered: false });
};

/** All that tallies know of what they have been added. */
export const appliedIn = async ({
  tallies,
}: Pick<SampleCollections, 'tallies'>): Promise<readonly Applied[]> => {
  const found = await tallies
    .find<Pick<Tally, '_id' | 'applied'>>(
      { day: { $gte: 0 }, 'applied.0': { $exists: true } },
      { projection: { applied: 1 }, hint: 'days' },
    )
    .toArray();
  return found.flatMap(({ _id: tally, applied }) => applied.map((id) => ({ tally, id })));
};

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
