import { setTimeout as delay } from 'node:timers/promises';
import { type Collection, ObjectId } from 'mongodb';
import type { SchemaFact } from './documents.js';

/** Milliseconds; by the server's clock, so that those of the nodes need not agree. */
const LEASE = 30_000;
const PAUSE = 100;

type Doing = NonNullable<SchemaFact['doing']>;

const leased = (lease: number) => ({ $add: ['$$NOW', lease] });

/** Whether it is ours now; it is while nobody else's lease runs. */
const acquire = async (
  facts: Collection<SchemaFact>,
  holder: ObjectId,
  lease: number,
  doing: Doing,
): Promise<boolean> => {
  const { matchedCount } = await facts.updateOne(
    { _id: 'lock', $expr: { $lte: ['$until', '$$NOW'] } },
    [{ $set: { holder, until: leased(lease), doing } }],
  );
  return matchedCount === 1;
};

/** Does the work while no other node does; the lock of one that died falls when its lease is over. */
export const underLock = async <A>(
  facts: Collection<SchemaFact>,
  work: () => Promise<A>,
  lease = LEASE,
  doing: Doing = 'migration',
): Promise<A> => {
  const holder = new ObjectId();
  await facts.updateOne(
    { _id: 'lock' },
    { $setOnInsert: { until: new Date(0) } },
    { upsert: true },
  );
  while (!(await acquire(facts, holder, lease, doing))) await delay(PAUSE);
  const renewal = setInterval(() => {
    const renewed = facts.updateOne({ _id: 'lock', holder }, [{ $set: { until: leased(lease) } }]);
    // The next one may do better; if none does, whoever follows begins the work again.
    renewed.catch(() => undefined);
  }, lease / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await facts.updateOne({ _id: 'lock', holder }, { $set: { until: new Date(0) } });
  }
};

/** The same, with no server starting meanwhile. */
export const underRebuild = <A>(
  facts: Collection<SchemaFact>,
  work: () => Promise<A>,
): Promise<A> => underLock(facts, work, LEASE, 'rebuild');

/**
 * To be asked by who is connected already: a rebuild looks at connections under its lock, so one sees the other.
 * @throws Error that says when it may begin
 */
export const refuseRebuilding = async (facts: Collection<SchemaFact>): Promise<void> => {
  const rebuilding = await facts.findOne({
    _id: 'lock',
    doing: 'rebuild',
    $expr: { $gt: ['$until', '$$NOW'] },
  });
  if (rebuilding === null) return;
  throw new Error(
    `the database ${facts.dbName} is being made anew by \`switchboard doctor --rebuild\`: ` +
      'start when that is over, or half a minute after it was killed',
  );
};
