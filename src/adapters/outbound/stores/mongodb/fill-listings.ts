import type { AnyBulkWriteOperation, Collection, Db } from 'mongodb';
import type { Head } from './documents.js';
import { keyOf } from './keys.js';
import { COLLECTIONS } from './schema.js';

/** Conversations that are written together. */
const TOGETHER = 1_000;

/** As much as is read of a state, of whatever version it is. */
interface Known {
  readonly departmentId: string | null;
  readonly assignee: { readonly id: string } | null;
  readonly status: string;
  readonly type: string;
  readonly updatedAt: number;
  readonly number: number;
  readonly aliasOf?: string | null;
  readonly newcomerUntil?: number | null;
  readonly isAdopted?: boolean;
}

const listingOf = (state: Known) => {
  const { departmentId, assignee, status, type, updatedAt, number } = state;
  const { aliasOf = null, newcomerUntil = null, isAdopted = false } = state;
  const isOpen = status !== 'closed';
  return {
    department: departmentId === null ? null : keyOf(departmentId),
    open: aliasOf === null ? isOpen : null,
    type,
    activity: [updatedAt, number].map((part) => String(part).padStart(16, '0')).join('.'),
    ...(departmentId === null || assignee === null ? {} : { assigned: keyOf(assignee.id) }),
    ...(newcomerUntil === null || isAdopted || !isOpen ? {} : { hiddenUntil: newcomerUntil }),
  };
};

type Stored = Pick<Head, '_id' | 'lastSeq' | 'state'>;

/** What a node has written since has what lists are found by already, or is of a state to be read again. */
const fillingOf = ({ _id, lastSeq, state }: Stored): AnyBulkWriteOperation<Head> => ({
  updateOne: {
    filter: { _id, lastSeq, type: { $exists: false } },
    update: { $set: listingOf(JSON.parse(state) as Known) },
  },
});

/** @returns how many were found, and had moved on when they were to be written */
const fillOnce = async (heads: Collection<Head>): Promise<number> => {
  // In the order of an index, though all are looked at: each is to be written.
  const stored = heads
    .find({ type: { $exists: false } }, { projection: { lastSeq: 1, state: 1 } })
    .hint({ number: 1 })
    .batchSize(TOGETHER);
  let missed = 0;
  let fillings: AnyBulkWriteOperation<Head>[] = [];
  const fill = async (): Promise<void> => {
    if (fillings.length === 0) return;
    const { matchedCount } = await heads.bulkWrite(fillings, { ordered: false });
    missed += fillings.length - matchedCount;
    fillings = [];
  };
  for await (const head of stored) {
    fillings.push(fillingOf(head));
    if (fillings.length === TOGETHER) await fill();
  }
  await fill();
  return missed;
};

/** Writes what staff's lists are found by into every conversation that was stored without it. */
export const fillListings = async (db: Db): Promise<void> => {
  const heads = db.collection<Head>(COLLECTIONS.heads);
  // A node of the version before may go on with some meanwhile.
  while ((await fillOnce(heads)) > 0);
};
