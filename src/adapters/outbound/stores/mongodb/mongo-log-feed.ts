import type { LogEntry, LogFeed, LogPosition } from '../../../../application/ports/log-feed.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { Entry, FeedRange } from './documents.js';
import { parseEvent } from './entries.js';
import { feedSequencer } from './feed-sequencer.js';
import type { MongoDatabase } from './mongo-database.js';
import { NotYet } from '../../common/mongodb/persistence.js';
import { type Span, storedEntries } from './stored-entries.js';

/** Ranges that are read together. */
const MOST = 500;

/** A range, and the `seq` in it up to which one has read. */
interface Point {
  readonly place: number;
  readonly seq: number;
}

const pointOf = (position: LogPosition): Point => {
  const [place, seq] = position.split(':').map(Number);
  return { place: place ?? 0, seq: seq ?? 0 };
};

const positionOf = ({ place, seq }: Point): LogPosition => `${place}:${seq}` as LogPosition;

/** What is left of a range for who stands at a point. */
const restOf = (range: FeedRange, { place, seq }: Point): FeedRange =>
  range._id === place ? { ...range, first: Math.max(range.first, seq + 1) } : range;

/** From the first on, those that hold so many events, the last of them cut. */
const upTo = (ranges: readonly FeedRange[], count: number): readonly FeedRange[] => {
  let room = count;
  return ranges.flatMap((range) => {
    const last = Math.min(range.last, range.first + room - 1);
    room -= Math.max(0, last - range.first + 1);
    return last < range.first ? [] : [{ ...range, last }];
  });
};

/** Ranges of one conversation that stand in the feed one after another have no gap between them. */
const spansOf = (ranges: readonly FeedRange[]): readonly Span[] => {
  const spans = new Map<string, Span>();
  for (const { conversation, first, last } of ranges) {
    const after = spans.get(conversation)?.after ?? first - 1;
    spans.set(conversation, { id: conversation, after, upTo: last });
  }
  return [...spans.values()];
};

/**
 * A position is a range's place and a `seq` in it. What has no place yet is given one by who reads and
 * comes to the end, so that a feed which nobody reads costs next to nothing.
 */
export const mongoLogFeed = (database: MongoDatabase): LogFeed => {
  const { feed, persist } = database;
  const sequence = feedSequencer(database);

  const entriesOf = async (ranges: readonly FeedRange[]): Promise<readonly LogEntry[]> => {
    const stored = await storedEntries(database, spansOf(ranges));
    const bySeq = new Map<string, ReadonlyMap<number, Entry>>(
      [...stored].map(([id, entries]) => [id, new Map(entries.map((entry) => [entry.s, entry]))]),
    );
    return ranges.flatMap(({ _id, conversation, first, last }) =>
      Array.from({ length: last - first + 1 }, (_, index) => {
        const seq = first + index;
        const entry = bySeq.get(conversation)?.get(seq);
        if (entry === undefined) throw new NotYet('a range is seen before its events');
        return {
          position: positionOf({ place: _id, seq }),
          conversationId: conversation as ConversationId,
          event: parseEvent(conversation)(entry),
        };
      }),
    );
  };

  /** Of what has a place. */
  const placed = async (from: LogPosition, limit: number): Promise<readonly LogEntry[]> => {
    const entries: LogEntry[] = [];
    for (;;) {
      const point = pointOf(entries.at(-1)?.position ?? from);
      const room = limit - entries.length;
      // One more: the first may have been read to its end.
      const most = Math.min(room + 1, MOST);
      const found = await feed
        .find({ _id: { $gte: point.place } })
        .sort({ _id: 1 })
        .limit(most)
        .toArray();
      const ranges = upTo(
        found.map((range) => restOf(range, point)),
        room,
      );
      if (ranges.length > 0) entries.push(...(await entriesOf(ranges)));
      if (found.length < most || entries.length === limit) return entries;
    }
  };

  const after = async (position: LogPosition, limit: number): Promise<readonly LogEntry[]> => {
    if (limit === 0) return [];
    const entries = [...(await placed(position, limit))];
    while (entries.length < limit) {
      const isMore = await sequence();
      const from = entries.at(-1)?.position ?? position;
      entries.push(...(await placed(from, limit - entries.length)));
      if (!isMore) break;
    }
    return entries;
  };

  return { after: (position, limit) => persist(() => after(position, limit)) };
};
