import { right } from 'fp-ts/lib/TaskEither.js';
import type { LogEntry, LogPosition } from '../../../src/application/ports/log-feed.js';
import { changed, eachAppend, type Fault, type Faults, later, type Right } from '../fault.js';

type Entry = Right['tables']['feed'][number];

const position = (place: number): LogPosition => `${place}` as LogPosition;

/** Another order, with places counted in it. */
const inOrder =
  (order: (feed: readonly Entry[]) => readonly Entry[]): Fault =>
  ({ tables }) => ({
    feed: {
      after: (from, limit) =>
        right(
          order(tables.feed)
            .map((entry, index) => ({ ...entry, position: position(index + 1) }))
            .slice(Number(from), Number(from) + limit),
        ),
    },
  });

const paged =
  (change: (from: number, limit: number) => readonly [number, number]): Fault =>
  ({ store }) => ({
    feed: {
      after: (from, limit) => {
        const [start, count] = change(Number(from), limit);
        return store.feed.after(position(start), count);
      },
    },
  });

/** Positions of its own. */
const positioned =
  (change: (entry: LogEntry, all: readonly LogEntry[]) => LogPosition): Fault =>
  ({ store }) => ({
    feed: {
      after: (from, limit) =>
        changed(store.feed.after(from, limit), (all) =>
          all.map((entry) => ({ ...entry, position: change(entry, all) })),
        ),
    },
  });

/** Of the feed. */
export const FEED: Faults = {
  'the entry at a position comes again': paged((from, limit) => [Math.max(0, from - 1), limit]),
  'the entry after a position is skipped': paged((from, limit) => [
    from === 0 ? 0 : from + 1,
    limit,
  ]),
  'a page has no limit': paged((from) => [from, 1_000_000]),
  'a page has one more': paged((from, limit) => [from, limit + 1]),
  'a page of none has all': paged((from, limit) => [from, limit === 0 ? 1_000 : limit]),
  'every entry has the position of its page': positioned(
    (entry, all) => all.at(-1)?.position ?? entry.position,
  ),
  'every entry of an append has the position of the last': ({ store, tables }) => ({
    feed: {
      after: (from, limit) =>
        changed(store.feed.after(from, limit), (all) =>
          all.map((entry) => {
            const place = tables.feed.findLastIndex(
              ({ event, conversationId }) =>
                conversationId === entry.conversationId && event.at === entry.event.at,
            );
            return { ...entry, position: position(Math.max(place + 1, Number(entry.position))) };
          }),
        ),
    },
  }),
  'a position counts from the page': positioned((entry, all) => position(all.indexOf(entry) + 1)),
  'a position is the seq of its event': positioned(({ event }) => position(event.seq)),
  'the newest come first': inOrder((feed) => feed.toReversed()),
  'the events come by their times': inOrder((feed) =>
    feed.toSorted(
      (a, b) => a.event.at - b.event.at || a.conversationId.localeCompare(b.conversationId),
    ),
  ),
  'the events come by their conversations': inOrder((feed) =>
    feed.toSorted((a, b) => a.conversationId.localeCompare(b.conversationId)),
  ),
  'the events come by their seq': inOrder((feed) =>
    feed.toSorted((a, b) => a.event.seq - b.event.seq),
  ),
  'the conversation is that of the append before': ({ store }) => ({
    feed: {
      after: (from, limit) =>
        changed(store.feed.after(from, limit), (all) =>
          all.map((entry, index) => ({
            ...entry,
            conversationId: all[index - 1]?.conversationId ?? entry.conversationId,
          })),
        ),
    },
  }),
  'what was refused is shown': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        if (outcome.kind === 'appended') return outcome;
        for (const event of append.events) {
          own.tables.feed.push({ conversationId: append.conversation.id, event });
        }
        return outcome;
      }),
    },
  }),
  'a place is taken before the append is seen': (own) => {
    const shown: { entries: Entry[] }[] = [];
    let count = 0;
    return {
      log: {
        append: (batch) => async () => {
          const place: { entries: Entry[] } = { entries: [] };
          shown.push(place);
          count += 1;
          return later(
            async () => {
              const outcome = await own.store.log.append(batch)();
              const ids = new Set(batch.map(({ conversation }) => conversation.id));
              const kept = new Set(
                shown.flatMap(({ entries }) => entries.map(({ event }) => event)),
              );
              place.entries = own.tables.feed.filter(
                ({ conversationId, event }) => ids.has(conversationId) && !kept.has(event),
              );
              return outcome;
            },
            1 + (count % 3) * 3,
          )();
        },
      },
      feed: {
        after: (from, limit) =>
          right(
            shown
              .flatMap(({ entries }, place) =>
                entries.map((entry, index) => ({
                  ...entry,
                  position: position(place * 1_000 + index + 1),
                })),
              )
              .filter((entry) => Number(entry.position) > Number(from))
              .slice(0, limit),
          ),
      },
    };
  },
};

/** Of the feed, found by waiting in vain for what never comes. */
export const FORGETFUL_FEED: Faults = {
  'a page has ten at most': paged((from, limit) => [from, Math.min(10, limit)]),
  'the beginning is behind what is there': ({ store, tables }) => ({
    feed: {
      after: (from, limit) =>
        store.feed.after(Number(from) === 0 ? position(tables.feed.length) : from, limit),
    },
  }),
  'notes are left out': inOrder((feed) => feed.filter(({ event }) => event.type !== 'noteAdded')),
  'openings are left out': inOrder((feed) => feed.filter(({ event }) => event.type !== 'opened')),
  'the first event of an append alone is in it': inOrder((feed) =>
    feed.filter(
      (entry, index) => index === 0 || feed[index - 1]?.conversationId !== entry.conversationId,
    ),
  ),
  'what is closed is left out': inOrder((feed) => {
    const closed = new Set(
      feed.flatMap(({ event, conversationId }) =>
        event.type === 'closed' ? [conversationId] : [],
      ),
    );
    return feed.filter(({ conversationId }) => !closed.has(conversationId));
  }),
  'the last event is not shown before another comes': inOrder((feed) => feed.slice(0, -1)),
};
