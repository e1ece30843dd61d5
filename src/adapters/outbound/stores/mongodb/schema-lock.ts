import { setTimeout as delay } from 'node:timers/promises';
import { type Collection, ObjectId } from 'mongodb';
import type { SchemaFact } from './documents.js';

/** Milliseconds; by the server's clock, so that those of the nodes need not agree. */
const LEASE = 30_000;
const PAUSE = 100;

const leased = (lease: number) => ({ $add: ['$$NOW', lease] });

/** Whether it is ours now; it is while nobody else's lease runs. */
const acquire = async (
  facts: Collection<SchemaFact>,
  holder: ObjectId,
  lease: number,
): Promise<boolean> => {
  const { matchedCount } = await facts.updateOne(
    { _id: 'lock', $expr: { $lte: ['$until', '$$NOW'] } },
    [{ $set: { holder, until: leased(lease) } }],
  );
  return matchedCount === 1;
};

/** Does the work while no other node does; the lock of one that died falls when its lease is over. */
export const underLock = async (
  facts: Collection<SchemaFact>,
  work: () => Promise<void>,
  lease = LEASE,
): Promise<void> => {
  const holder = new ObjectId();
  await facts.updateOne(
    { _id: 'lock' },
    { $setOnInsert: { until: new Date(0) } },
    { upsert: true },
  );
  while (!(await acquire(facts, holder, lease))) await delay(PAUSE);
  const renewal = setInterval(() => {
    const renewed = facts.updateOne({ _id: 'lock', holder }, [{ $set: { until: leased(lease) } }]);
    // The next one may do better; if none does, whoever follows begins the work again.
    renewed.catch(() => undefined);
  }, lease / 3);
  try {
    await work();
  } finally {
    clearInterval(renewal);
    await facts.updateOne({ _id: 'lock', holder }, { $set: { until: new Date(0) } });
  }
};
