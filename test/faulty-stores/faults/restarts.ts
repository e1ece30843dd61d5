import { fromNullable, isSome, none } from 'fp-ts/lib/Option.js';
import { right } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { LogPosition } from '../../../src/application/ports/log-feed.js';
import type { ReadMark } from '../../../src/application/ports/read-marks.js';
import type { SavedSession } from '../../../src/application/ports/sessions.js';
import type { Staff } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { Page } from '../../../src/application/ports/conversation-queries.js';
import { changed, eachAppend, type Fault, type Faults, type Right } from '../fault.js';

/** Something that is gone whenever a store is opened. */
const forgetting =
  (forget: (tables: Right['tables']) => void): Fault =>
  ({ tables }) => {
    forget(tables);
    return {};
  };

/** Of the log, over restarts and beside other nodes. */
export const LOG_RESTARTS: Faults = {
  'conversations are gone': forgetting(({ conversations }) => conversations.clear()),
  'numbers of conversations are gone': forgetting(({ byNumber }) => byNumber.clear()),
  'names of messages are gone': forgetting(({ conversations }) => {
    for (const { named } of conversations.values()) named.clear();
  }),
  'names of openings are gone': forgetting(({ idsByOpening }) => idsByOpening.clear()),
  'slots are gone': forgetting(({ idsBySlot }) => idsBySlot.clear()),
  'slots of closed conversations are taken again': forgetting(({ conversations, idsBySlot }) => {
    for (const { conversation } of conversations.values()) {
      const { channel, type, owner, id } = conversation;
      if (channel.singleOpen)
        idsBySlot.set(`${channel.name}|${type}|${owner.kind}:${owner.id}`, id);
    }
  }),
  'the last event is gone': forgetting(({ conversations }) => {
    for (const { events } of conversations.values()) events.pop();
  }),
  'the state is the one at the opening': forgetting(({ conversations }) => {
    for (const stored of conversations.values()) {
      stored.conversation = { ...stored.conversation, lastSeq: 2 };
    }
  }),
  'numbers begin anew': forgetting((tables) => {
    tables.lastNumber = 0;
  }),
  'numbers go on from those of the conversations': forgetting((tables) => {
    tables.lastNumber = Math.max(0, ...tables.byNumber.keys());
  }),
  'every node has numbers of its own': () => {
    let last = 0;
    return { log: { nextNumber: () => right((last += 1)) } };
  },
  'every node has a block of numbers': ({ tables }) => {
    let next = 0;
    let end = 0;
    return {
      log: {
        nextNumber: () => {
          if (next === end) {
            next = tables.lastNumber;
            end = tables.lastNumber += 10;
          }
          return right((next += 1));
        },
      },
    };
  },
  'a node goes on with the state that it has read': ({ store }) => {
    const read = new Map<string, Conversation>();
    return {
      log: {
        load: (id) => {
          const known = read.get(id);
          if (known !== undefined) return right(fromNullable(known));
          return changed(store.log.load(id), (state) => {
            if (isSome(state)) read.set(id, state.value);
            return state;
          });
        },
      },
    };
  },
  'a node knows its own slots alone': (own) => {
    const slots = new Set<string>();
    const { idsBySlot } = own.tables;
    return {
      log: {
        append: eachAppend(own, async (append, rightly) => {
          const others = [...idsBySlot].filter(([slot]) => !slots.has(slot));
          for (const [slot] of others) idsBySlot.delete(slot);
          const outcome = await rightly(append);
          for (const slot of idsBySlot.keys()) slots.add(slot);
          for (const [slot, id] of others) if (!idsBySlot.has(slot)) idsBySlot.set(slot, id);
          return outcome;
        }),
      },
    };
  },
  'a node knows its own names alone': (own) => {
    const names = new Set<string>();
    return {
      log: {
        append: eachAppend(own, async (append, rightly) => {
          const named = own.tables.conversations.get(append.conversation.id)?.named;
          const others = [...(named ?? [])].filter(([name]) => !names.has(name));
          for (const [name] of others) named?.delete(name);
          const outcome = await rightly(append);
          const now = own.tables.conversations.get(append.conversation.id)?.named;
          for (const name of now?.keys() ?? []) names.add(name);
          for (const [name, message] of others) now?.set(name, message);
          return outcome;
        }),
      },
    };
  },
  'a node takes its own appends alone for what is there': (own) => {
    const last = new Map<string, number>();
    return {
      log: {
        append: eachAppend(own, async (append, rightly) => {
          const { id } = append.conversation;
          const isOwn = (last.get(id) ?? append.expectedSeq) === append.expectedSeq;
          const stored = own.tables.conversations.get(id)?.conversation.lastSeq ?? 0;
          const outcome = await rightly(isOwn ? { ...append, expectedSeq: stored } : append);
          if (outcome.kind === 'appended') last.set(id, append.conversation.lastSeq);
          return outcome;
        }),
      },
    };
  },
};

/** Of the lists. */
export const QUERIES_RESTARTS: Faults = {
  'owners are gone': forgetting(({ idsByOwner }) => idsByOwner.clear()),
  'activity is that of the opening': forgetting(({ conversations }) => {
    for (const stored of conversations.values()) {
      const { createdAt } = stored.conversation;
      stored.conversation = { ...stored.conversation, updatedAt: createdAt };
    }
  }),
  'places begin anew': forgetting(({ conversations }) => {
    for (const { messages } of conversations.values()) messages.splice(0);
  }),
  'a node goes on with the list that it has read': ({ store }) => {
    const read = new Map<string, Page<Conversation>>();
    return {
      queries: {
        owned: (owner, request) => {
          const key = JSON.stringify([owner, request]);
          const known = read.get(key);
          if (known !== undefined) return right(known);
          return changed(store.queries.owned(owner, request), (page) => {
            read.set(key, page);
            return page;
          });
        },
      },
    };
  },
  'a node goes on with the messages that it has read': ({ store }) => {
    const read = new Map<string, number>();
    return {
      queries: {
        messages: (id, first, count) =>
          changed(store.queries.messages(id, first, count), (messages) => {
            const seen = read.get(id) ?? messages.length;
            read.set(id, seen);
            return messages.slice(0, seen);
          }),
      },
    };
  },
};

/** Of the feed. */
export const FEED_RESTARTS: Faults = {
  'positions count from the start of the store': ({ store, tables }) => {
    const start = tables.feed.length;
    return {
      feed: {
        after: (from, limit) =>
          changed(
            store.feed.after(`${Math.max(0, Number(from) - start)}` as LogPosition, limit),
            (all) =>
              all.map((entry) => ({
                ...entry,
                position: `${Number(entry.position) + start}` as LogPosition,
              })),
          ),
      },
    };
  },
  'positions are other ones at every start': ({ store, tables }) => {
    const start = tables.feed.length * 100;
    return {
      feed: {
        after: (from, limit) =>
          changed(
            store.feed.after(`${Math.max(0, Number(from) - start)}` as LogPosition, limit),
            (all) =>
              all.map((entry) => ({
                ...entry,
                position: `${Number(entry.position) + start}` as LogPosition,
              })),
          ),
      },
    };
  },
  'the events come by their conversations after a start': forgetting(({ feed }) =>
    feed.sort((a, b) => b.event.seq - a.event.seq),
  ),
  'a node shows its own appends at once, and others out of their order': (own) => {
    const mine = new Set<unknown>();
    return {
      log: {
        append: eachAppend(own, (append, rightly) => {
          for (const event of append.events) mine.add(event);
          return rightly(append);
        }),
      },
      feed: {
        after: (from, limit) => {
          const { feed } = own.tables;
          const [ours, theirs] = [true, false].map((is) =>
            feed.filter(({ event }) => mine.has(event) === is),
          );
          const all = [...(ours ?? []), ...(theirs ?? [])].map((entry, index) => ({
            ...entry,
            position: `${index + 1}` as LogPosition,
          }));
          return right(all.slice(Number(from), Number(from) + limit));
        },
      },
    };
  },
};

/** Of the feed, found by waiting in vain. */
export const FORGETFUL_FEED_RESTARTS: Faults = {
  'the feed is gone': forgetting(({ feed }) => feed.splice(0)),
};

/** Of agents. */
export const AGENTS_RESTARTS: Faults = {
  'staff is gone': forgetting(({ staff }) => staff.clear()),
  'departments are gone': forgetting(({ staff }) => {
    for (const [id, one] of staff)
      if (one.kind === 'agent') staff.set(id, { ...one, departments: [] });
  }),
  'a node goes on with whom it has read': ({ store, tables }) => {
    const read = new Map<string, Staff | undefined>();
    return {
      agents: {
        remember: (staff) => {
          read.set(staff.id, staff);
          return store.agents.remember(staff);
        },
        find: (id) => {
          if (!read.has(id)) read.set(id, tables.staff.get(id));
          return right(fromNullable(read.get(id)));
        },
      },
    };
  },
};

/** Of sessions, over restarts and beside other nodes. */
export const SESSIONS_RESTARTS: Faults = {
  'sessions are gone': forgetting(({ sessions }) => sessions.clear()),
  'the time of a session begins anew': forgetting(({ sessions }) => {
    for (const [key, { session }] of sessions) {
      sessions.set(key, { session, until: Number.POSITIVE_INFINITY });
    }
  }),
  'names are gone': forgetting(({ sessions }) => {
    for (const [key, kept] of sessions) {
      const joined = kept.session.joined.map((one) => ({ ...one, name: one.conversationId }));
      sessions.set(key, { ...kept, session: { ...kept.session, joined } });
    }
  }),
  'a node goes on with what it has saved': ({ store }) => {
    const saved = new Map<string, SavedSession>();
    return {
      sessions: {
        save: (entries, now) => {
          for (const { key, session } of entries) saved.set(key, session);
          return store.sessions.save(entries, now);
        },
        find: (key, now) =>
          saved.has(key) ? right(fromNullable(saved.get(key))) : store.sessions.find(key, now),
      },
    };
  },
};

/** Of read marks, over restarts and beside other nodes. */
export const READ_MARKS_RESTARTS: Faults = {
  'marks are gone': forgetting(({ reads }) => reads.marks.clear()),
  'the newest mark is gone': forgetting(({ reads }) => {
    for (const marks of reads.marks.values()) marks.delete(Math.max(...marks.keys()));
  }),
  'who has read it is gone': forgetting(({ reads }) => {
    for (const marks of reads.marks.values()) {
      for (const [seq, mark] of marks) marks.set(seq, { ...mark, by: 'system' });
    }
  }),
  'a node finds what it has set itself': ({ store }) => {
    const own = new Map<number, ReadMark>();
    return {
      reads: {
        mark: (readings) =>
          changed(store.reads.mark(readings), (outcomes) => {
            for (const { mark, isFirst } of outcomes) if (isFirst) own.set(mark.seq, mark);
            return outcomes;
          }),
        within: (id, first, last) =>
          changed(store.reads.within(id, first, last), (marks) =>
            marks.filter(({ seq }) => own.has(seq)),
          ),
      },
    };
  },
  'each node has a first reading of its own': ({ store }) => {
    const own = new Map<number, ReadMark>();
    return {
      reads: {
        mark: (readings) =>
          changed(store.reads.mark(readings), (outcomes) =>
            outcomes.map(({ mark: { seq } }, n) => {
              const reading = readings[n];
              const isFirst = !own.has(seq);
              if (isFirst && reading !== undefined) own.set(seq, reading);
              const mark = own.get(seq);
              if (mark === undefined) throw new Error('a reading has a mark');
              return { mark, isFirst };
            }),
          ),
      },
    };
  },
};

/** Of codes, over restarts and beside other nodes. */
export const CODES_RESTARTS: Faults = {
  'codes are gone': () => {
    const { codes } = memoryStore();
    return { codes };
  },
  'a node counts its tries alone': ({ store: { codes } }) => ({
    codes: {
      redeem: ((count) => (attempt, now) => {
        count += 1;
        return attempt.key === 'wrong' && count % 2 === 0
          ? right(none)
          : codes.redeem(attempt, now);
      })(0),
    },
  }),
  'a node goes on with what it has kept': ({ store: { codes } }) => {
    const kept = new Set<string>();
    return {
      codes: {
        keep: (code, now) => {
          kept.add(code.id);
          return codes.keep(code, now);
        },
        live: (ids, now) =>
          changed(
            codes.live(ids, now),
            (live) => new Set([...live, ...ids.filter((id) => kept.has(id))]),
          ),
      },
    };
  },
};
