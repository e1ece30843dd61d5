import type { AnyBulkWriteOperation, Collection, Db, Filter, UpdateFilter } from 'mongodb';
import { COLLECTIONS } from './schema.js';

/** Conversations that are written together. */
const TOGETHER = 1_000;

/** What every version has of a conversation. */
interface Stored {
  readonly _id: string;
  readonly lastSeq: number;
  readonly state: string;
  readonly [field: string]: unknown;
}

/** Of a migration: what is filled into which conversations, out of the JSON of their states, of whatever version. */
export interface Filling {
  /** What is true of those alone that have not been filled. */
  readonly lacking: Filter<Stored>;
  readonly updateOf: (state: string) => UpdateFilter<Stored>;
}

/** @returns how many were found, and had moved on when they were to be written */
const fillOnce = async (
  heads: Collection<Stored>,
  { lacking, updateOf }: Filling,
): Promise<number> => {
  // In the order of an index, though all are looked at: each is to be written.
  const stored = heads
    .find(lacking, { projection: { lastSeq: 1, state: 1 } })
    .hint({ number: 1 })
    .batchSize(TOGETHER);
  let missed = 0;
  let fillings: AnyBulkWriteOperation<Stored>[] = [];
  const fill = async (): Promise<void> => {
    if (fillings.length === 0) return;
    const { matchedCount } = await heads.bulkWrite(fillings, { ordered: false });
    missed += fillings.length - matchedCount;
    fillings = [];
  };
  // What a node has written since has what is filled in already, or is of a state to be read again.
  const fillingOf = ({ _id, lastSeq, state }: Stored): AnyBulkWriteOperation<Stored> => ({
    updateOne: { filter: { _id, lastSeq, ...lacking }, update: updateOf(state) },
  });
  for await (const head of stored) {
    fillings.push(fillingOf(head));
    if (fillings.length === TOGETHER) await fill();
  }
  await fill();
  return missed;
};

export const fillConversations = async (db: Db, filling: Filling): Promise<void> => {
  const heads = db.collection<Stored>(COLLECTIONS.heads);
  // A node of the version before may go on with some meanwhile.
  while ((await fillOnce(heads, filling)) > 0);
};
