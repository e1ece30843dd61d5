import { bucketsWithin } from './buckets.js';
import type { Entry, Head } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';

/** Of one conversation's log: past one `seq`, up to another. */
export interface Span {
  readonly id: string;
  readonly after: number;
  readonly upTo: number;
}

type Collections = Pick<MongoDatabase, 'heads' | 'buckets'>;
type Recent = Pick<Head, '_id' | 'archived' | 'tail'>;

/** Of what is asked for together: to ask for more would take the server long to plan. */
const MOST = 100;

const within = (from: number, to: number) => ({
  $filter: {
    input: '$tail',
    cond: { $and: [{ $gt: ['$$this.s', from] }, { $lte: ['$$this.s', to] }] },
  },
});

const recentOf = ({ heads }: Collections, spans: readonly Span[]): Promise<readonly Recent[]> => {
  const from = Math.min(...spans.map(({ after }) => after));
  const to = Math.max(...spans.map(({ upTo }) => upTo));
  const [id, ...others] = spans.map((span) => span.id);
  return heads
    .find<Recent>(
      {
        _id:
          id === undefined || others.length > 0
            ? { $in: spans.map((span) => span.id) }
            : { $eq: id },
      },
      { projection: { archived: 1, tail: within(from, to) } },
    )
    .toArray();
};

/**
 * The conversations' documents first: what they have let go by then is in the buckets, and nothing of it
 * ever changes there.
 */
const someEntries = async (
  collections: Collections,
  spans: readonly Span[],
): Promise<ReadonlyMap<string, readonly Entry[]>> => {
  const recent = await recentOf(collections, spans);
  const heads = new Map(recent.map((head) => [head._id, head]));
  const old = spans.flatMap((span) => {
    const upTo = Math.min(span.upTo, heads.get(span.id)?.archived ?? 0);
    return upTo > span.after ? [{ ...span, upTo }] : [];
  });
  const archived = new Map<string, Entry[]>();
  if (old.length > 0) {
    const ranges = old.map(({ id, after, upTo }) => bucketsWithin(id, after + 1, upTo));
    const [only] = ranges;
    const filter = only !== undefined && ranges.length === 1 ? only : { $or: ranges };
    for (const bucket of await collections.buckets.find(filter).sort({ _id: 1 }).toArray()) {
      const before = archived.get(bucket.conversation);
      if (before === undefined) archived.set(bucket.conversation, [...bucket.entries]);
      else before.push(...bucket.entries);
    }
  }
  const entriesIn = ({ id, after, upTo }: Span): readonly Entry[] =>
    [...(archived.get(id) ?? []), ...(heads.get(id)?.tail ?? [])].filter(
      ({ s }) => s > after && s <= upTo,
    );
  return new Map(spans.map((span) => [span.id, entriesIn(span)]));
};

/** What is stored in each of the spans, by `seq`; one span for a conversation. */
export const storedEntries = async (
  collections: Collections,
  spans: readonly Span[],
): Promise<ReadonlyMap<string, readonly Entry[]>> => {
  const all = new Map<string, readonly Entry[]>();
  for (let at = 0; at < spans.length; at += MOST) {
    const some = await someEntries(collections, spans.slice(at, at + MOST));
    for (const [id, entries] of some) all.set(id, entries);
  }
  return all;
};

/** The same for one. */
export const entriesIn = async (collections: Collections, span: Span): Promise<readonly Entry[]> =>
  (await storedEntries(collections, [span])).get(span.id) ?? [];
