import { isSome, type Option } from 'fp-ts/lib/Option.js';
import { right } from 'fp-ts/lib/TaskEither.js';
import { TallyBook } from '../../../src/application/tally-book.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { placeOf } from '../../../src/domain/ticket.js';
import { changed, eachAppend, type Fault, type Faults, type Right } from '../fault.js';

/** Something is gone whenever a store is opened. */
const forgetting =
  (forget: (tables: Right['tables']) => void): Fault =>
  ({ tables }) => {
    forget(tables);
    return {};
  };

const all = ({ tables }: Right): readonly Conversation[] =>
  [...tables.conversations.values()].map(({ conversation }) => conversation);

/** What this node has stored, and no other. */
const storing = (own: Right, told: (id: string) => void) =>
  eachAppend(own, (append, rightly) => {
    told(append.conversation.id);
    return rightly(append);
  });

/** Of tickets, search and tallies, over restarts and beside other nodes. */
export const TICKETS_RESTARTS: Faults = {
  'tickets are gone': forgetting(({ idsByTicket }) => idsByTicket.clear()),
  'numbers of tickets are gone': forgetting(({ idsByTicket }) => {
    for (const key of idsByTicket.keys()) if (placeOf(key) !== null) idsByTicket.delete(key);
  }),
  'ids of tickets are gone': forgetting(({ idsByTicket }) => {
    for (const key of idsByTicket.keys()) if (placeOf(key) === null) idsByTicket.delete(key);
  }),
  'a node knows the tickets alone that it has stored': (own) => {
    const stored = new Set<string>();
    const ifStored = (found: Option<Conversation>): Option<Conversation> =>
      isSome(found) && stored.has(found.value.id) ? found : { _tag: 'None' };
    return {
      log: {
        append: storing(own, (id) => stored.add(id)),
        loadByTicket: (key) => changed(own.store.log.loadByTicket(key), ifStored),
      },
    };
  },
  'a node lists the tickets alone that it has stored': (own) => {
    const stored = new Set<string>();
    return {
      log: { append: storing(own, (id) => stored.add(id)) },
      queries: {
        ownedTickets: (...asked) =>
          changed(own.store.queries.ownedTickets(...asked), ({ items, total }) => ({
            items: items.filter(({ id }) => stored.has(id)),
            total,
          })),
      },
    };
  },
  'serials begin anew': forgetting(({ ticketSerials }) => ticketSerials.clear()),
  'every node has serials of its own': () => {
    let last = 0;
    return { log: { nextTicketSerial: () => right((last += 1)) } };
  },
  'every node has a block of serials': ({ tables: { ticketSerials } }) => {
    let next = 0;
    let end = 0;
    return {
      log: {
        nextTicketSerial: (year) => {
          if (next === end) {
            next = ticketSerials.get(year) ?? 0;
            end = next + 100;
            ticketSerials.set(year, end);
          }
          return right((next += 1));
        },
      },
    };
  },
  'a node does not hear of what is skipped': ({ store: { log } }) => {
    let own: number | null = null;
    return {
      log: {
        nextTicketSerial: (year) =>
          own === null
            ? changed(log.nextTicketSerial(year), (serial) => (own = serial))
            : right((own += 1)),
      },
    };
  },
  'what is skipped is gone': forgetting(({ ticketSerials }) => {
    for (const [year, last] of ticketSerials) ticketSerials.set(year, Math.min(last, 1_000));
  }),
  'a node finds what it has stored': (own) => {
    const stored = new Set<string>();
    return {
      log: { append: storing(own, (id) => stored.add(id)) },
      queries: {
        listed: (...asked) =>
          changed(own.store.queries.listed(...asked), ({ items, total }) => ({
            items: items.filter(({ id }) => stored.has(id)),
            total,
          })),
      },
    };
  },
  'a node finds what was stored when it was opened': (own) => {
    const known = new Set(own.tables.conversations.keys());
    return {
      queries: {
        listed: (...asked) =>
          changed(own.store.queries.listed(...asked), ({ items, total }) => ({
            items: items.filter(({ id }) => known.has(id)),
            total,
          })),
      },
    };
  },
  'what is closed and rated is forgotten': (own) => {
    const book = new TallyBook();
    return {
      queries: { tallies: (...asked) => right(book.tallies(all(own), ...asked)) },
    };
  },
  'a node counts what it has stored': (own) => {
    const book = new TallyBook();
    return {
      log: {
        append: eachAppend(own, (append, rightly) => {
          book.add(append);
          return rightly(append);
        }),
      },
      queries: { tallies: (...asked) => right(book.tallies(all(own), ...asked)) },
    };
  },
  'a node counts once more what was counted': (own) => {
    for (const { events, conversation } of own.tables.conversations.values()) {
      own.tables.tallies.add({ expectedSeq: 0, events, conversation });
    }
    return {};
  },
  'a node counts what was open when it was opened': (own) => {
    const known = all(own);
    return {
      queries: { tallies: (...asked) => right(own.tables.tallies.tallies(known, ...asked)) },
    };
  },
};
