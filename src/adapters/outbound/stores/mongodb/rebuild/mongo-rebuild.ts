import { isDeepStrictEqual } from 'node:util';
import type { AnyBulkWriteOperation, Db } from 'mongodb';
import {
  type Differences,
  Differing,
  type OnRebuilt,
  type Rebuild,
} from '../../../../../application/ports/rebuild.js';
import { connectionTo, refuseUnfit } from '../../../common/mongodb/mongo-connection.js';
import { type Replayed, replay } from '../../common/replay.js';
import { bucketOf } from '../buckets.js';
import { raiseCounters } from '../counters.js';
import type { Bucket, Counter, Head, Tally } from '../documents.js';
import { factsIn, migrate, refuseEmpty, refuseNewer } from '../migrations.js';
import { moveSamples, someWaiting } from '../move-samples.js';
import { COLLECTIONS, makeSchema } from '../schema.js';
import { underRebuild } from '../schema-lock.js';
import { tallyRebuilder } from './rebuild-tallies.js';
import { storedLog, type StoredLog } from './right-entries.js';
import { FIELDS, type RightHead, rightHead, UNIQUE, wrongFields } from './right-head.js';
import { refuseRunning } from './refuse-running.js';
import { messageOf } from '../../../common/message-of.js';

/** Milliseconds for a primary to be there. */
const PATIENCE = 8_000;

/** Conversations that are read and written together. */
const TOGETHER = 100;

const collectionsOf = (db: Db) => ({
  heads: db.collection<Head>(COLLECTIONS.heads),
  buckets: db.collection<Bucket>(COLLECTIONS.buckets),
  tallies: db.collection<Tally>(COLLECTIONS.tallies),
  counters: db.collection<Counter>(COLLECTIONS.counters),
});

type Collections = ReturnType<typeof collectionsOf>;

const replayed = (id: string, { events }: StoredLog): Replayed => {
  try {
    const all = replay(events);
    if (all.conversation.id === id) return all;
    throw new Error(`it says that it is ${all.conversation.id}`);
  } catch (error) {
    const why = messageOf(error);
    throw new Error(`the log of conversation ${id} is damaged: ${why}`, { cause: error });
  }
};

const bucketWrites = (
  id: string,
  buckets: readonly Bucket[],
  { entries }: StoredLog,
): readonly AnyBulkWriteOperation<Bucket>[] =>
  buckets.flatMap((found) => {
    const seqs = new Set(found.entries.map(({ s }) => s));
    const right = bucketOf(
      id,
      entries.filter(({ s }) => seqs.has(s)),
    );
    const { _id, ...replacement } = right;
    return isDeepStrictEqual(found, right)
      ? []
      : [{ replaceOne: { filter: { _id }, replacement } }];
  });

type HeadWrite = AnyBulkWriteOperation<Head>;

/** Of two writes the first makes room for what others have of it by mistake. */
const headWrites = (
  found: Head,
  right: RightHead,
  wrong: readonly (keyof RightHead)[],
): { readonly first: HeadWrite; readonly last: HeadWrite | null } => {
  /** As it was read, so that what somebody stores meanwhile stays. */
  const asRead = ({ lastSeq, archived }: Pick<Head, 'lastSeq' | 'archived'>) => ({
    _id: found._id,
    lastSeq,
    archived,
  });
  const changing = (fields: readonly (keyof RightHead)[]) => {
    const set = fields.filter((field) => right[field] !== undefined);
    const unset = fields.filter((field) => right[field] === undefined);
    return {
      ...(set.length === 0
        ? {}
        : { $set: Object.fromEntries(set.map((one) => [one, right[one]])) }),
      ...(unset.length === 0
        ? {}
        : { $unset: Object.fromEntries(unset.map((one) => [one, '' as const])) }),
    };
  };
  const unique = wrong.filter((field) => UNIQUE.includes(field) && field !== 'number');
  const others = changing(wrong.filter((field) => !unique.includes(field)));
  const room = Object.fromEntries(unique.map((field) => [field, '' as const]));
  const first = { ...others, $unset: { ...others.$unset, ...room } };
  return {
    first: {
      updateOne: {
        filter: asRead(found),
        update: Object.keys(first.$unset).length > 0 ? first : others,
      },
    },
    last:
      unique.length === 0
        ? null
        : { updateOne: { filter: asRead(right), update: changing(unique) } },
  };
};

/** @returns how many conversations were not as they had been read any more */
const write = async ({ heads }: Collections, writes: readonly HeadWrite[]): Promise<number> =>
  writes.length === 0 ? 0 : writes.length - (await heads.bulkWrite([...writes])).matchedCount;

/** The values of all counters. */
const valuesOf = async ({ counters }: Collections): Promise<ReadonlyMap<string, number>> =>
  new Map((await counters.find().toArray()).map(({ _id, value }) => [_id, value]));

const rebuild = async (db: Db, onRebuilt: OnRebuilt): Promise<Differences> => {
  const collections = collectionsOf(db);
  const { heads, buckets, tallies } = collections;
  const differing = new Differing();
  const tally = tallyRebuilder();
  for (;;) {
    const ids = await someWaiting(collections, TOGETHER);
    if (ids.length === 0) break;
    await moveSamples(collections, ids);
  }

  const last: HeadWrite[] = [];
  let missed = 0;
  const rebuildSome = async (some: readonly Head[]): Promise<void> => {
    const ids = some.map(({ _id }) => _id);
    const archived = await buckets
      .find({ conversation: { $in: ids } })
      .sort({ _id: 1 })
      .toArray();
    const bucketsOf = Map.groupBy(archived, ({ conversation }) => conversation);
    const first: HeadWrite[] = [];
    const rebuckets: AnyBulkWriteOperation<Bucket>[] = [];
    for (const found of some) {
      const own = bucketsOf.get(found._id) ?? [];
      const log = storedLog(found._id, found, own);
      const { conversation, samples } = replayed(found._id, log);
      samples.forEach((sample) => tally.count(sample));
      const inBuckets = own.at(-1)?.entries.at(-1)?.s ?? 0;
      const right = rightHead(found, log, conversation, inBuckets);
      const wrong = wrongFields(found, right);
      const rebucketed = bucketWrites(found._id, own, log);
      const projections = new Set(wrong.map((field) => FIELDS[field]));
      if (rebucketed.length > 0) differing.add('history');
      for (const one of projections) {
        if (one !== 'history' || rebucketed.length === 0) differing.add(one);
      }
      rebuckets.push(...rebucketed);
      if (wrong.length === 0) continue;
      const writes = headWrites(found, right, wrong);
      first.push(writes.first);
      if (writes.last !== null) last.push(writes.last);
    }
    if (rebuckets.length > 0) await buckets.bulkWrite(rebuckets);
    missed += await write(collections, first);
  };

  const all = await heads.countDocuments();
  let done = 0;
  let some: Head[] = [];
  const next = async (): Promise<void> => {
    await rebuildSome(some);
    done += some.length;
    some = [];
    onRebuilt(done, all);
  };
  for await (const head of heads.find().sort({ _id: 1 }).batchSize(TOGETHER)) {
    some.push(head);
    if (some.length === TOGETHER) await next();
  }
  await next();
  for (let at = 0; at < last.length; at += TOGETHER) {
    missed += await write(collections, last.slice(at, at + TOGETHER));
  }
  differing.add('statistics', await tally.finish(tallies));
  const before = await valuesOf(collections);
  await raiseCounters(db);
  for (const [name, value] of await valuesOf(collections)) {
    if ((before.get(name) ?? 0) < value) differing.add('counters');
  }
  if (missed > 0) {
    throw new Error('somebody wrote meanwhile: stop every server, and run it again');
  }
  return differing.all();
};

/** Each document is made right by itself: where it is broken off some are, and the next time goes through all again. */
export const mongoRebuild =
  (uri: string): Rebuild =>
  async (onRebuilt) => {
    const connection = connectionTo(uri, PATIENCE, 'switchboard doctor');
    try {
      await connection.client.connect();
      await refuseUnfit(connection);
      await refuseNewer(connection.db);
      await refuseEmpty(connection.db);
      await refuseRunning(connection);
      await makeSchema(connection.db);
      await migrate(connection.db);
      return await underRebuild(factsIn(connection.db), async () => {
        await refuseRunning(connection);
        return rebuild(connection.db, onRebuilt);
      });
    } finally {
      await connection.client.close();
    }
  };
