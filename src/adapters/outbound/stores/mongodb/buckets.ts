import type { Filter } from 'mongodb';
import type { Bucket, Entry } from './documents.js';

/** A bucket ends at the latest at a multiple of this; never to be changed once anything is stored. */
export const BUCKET = 32;

/** Bytes of events past which it ends before; one event may be larger. Never to be changed either. */
const MAX_BYTES = 1_000_000;

/** An event that is no larger fits into a bucket with as many as large. */
const SMALL = Math.floor(MAX_BYTES / BUCKET);

/** Ids sort by `seq`: eleven digits of base 36 hold every safe integer. */
const bucketId = (conversation: string, firstSeq: number): string =>
  `${conversation}:${firstSeq.toString(36).padStart(11, '0')}`;

/** A bucket that holds this `seq` begins no earlier. */
const earliestStart = (seq: number): number => Math.floor((seq - 1) / BUCKET) * BUCKET + 1;

/** Those that hold events of a conversation from one `seq` to another; it is named for the shards. */
export const bucketsWithin = (conversation: string, from: number, to: number): Filter<Bucket> => ({
  conversation: { $eq: conversation },
  _id: { $gte: bucketId(conversation, earliestStart(from)), $lte: bucketId(conversation, to) },
});

/** Whether a bucket may be full after an append that was not before it. */
export const mayFill = (expectedSeq: number, lastSeq: number, bytes: number): boolean =>
  Math.floor(lastSeq / BUCKET) > Math.floor(expectedSeq / BUCKET) || bytes > SMALL;

/** The entries of every full bucket, given those that follow the last bucket there is. */
const fullRuns = (entries: readonly Entry[]): readonly (readonly Entry[])[] => {
  const runs: Entry[][] = [];
  let run: Entry[] = [];
  let bytes = 0;
  const end = (): void => {
    runs.push(run);
    run = [];
    bytes = 0;
  };
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.e);
    if (run.length > 0 && bytes + size > MAX_BYTES) end();
    run.push(entry);
    bytes += size;
    if (entry.s % BUCKET === 0) end();
  }
  return runs;
};

/** One of entries that follow each other. */
export const bucketOf = (conversation: string, entries: readonly Entry[]): Bucket => {
  const places = entries.flatMap(({ p }) => p ?? []);
  const names = entries.flatMap(({ n }) => n ?? []);
  const [first] = places;
  const last = places.at(-1);
  return {
    _id: bucketId(conversation, entries[0]?.s ?? 0),
    conversation,
    ...(first === undefined || last === undefined ? {} : { before: first - 1, place: last }),
    ...(names.length === 0 ? {} : { names }),
    entries,
  };
};

/**
 * Every full bucket that a tail holds. What is in one follows from the log alone, so whoever makes it, and
 * however often, makes the very same.
 */
export const fullBuckets = (conversation: string, tail: readonly Entry[]): readonly Bucket[] =>
  fullRuns(tail).map((entries) => bucketOf(conversation, entries));
