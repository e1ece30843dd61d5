import { fromNullable } from 'fp-ts/lib/Option.js';
import { right } from 'fp-ts/lib/TaskEither.js';
import type { Append } from '../../../src/application/ports/conversation-log.js';
import type { Page, PageRequest } from '../../../src/application/ports/conversation-queries.js';
import type { PersonKey } from '../../../src/domain/actor.js';
import { type Conversation, isOpen, ownerKey } from '../../../src/domain/conversation.js';
import { fold } from '../../../src/domain/evolve.js';
import { byLatestActivity } from '../../../src/domain/listing.js';
import { isNameable, messageName, nameKey } from '../../../src/domain/message-name.js';
import { ticketKeys } from '../../../src/domain/ticket.js';
import { changed, eachAppend, type Fault, type Faults, later, type Right } from '../fault.js';

type Keyed = ReturnType<typeof ticketKeys>;

const ticketsIn = ({ events }: Append) =>
  events.flatMap((event) => (event.type === 'ticketOpened' ? [event] : []));

const keysIn = (append: Append): Keyed => ticketsIn(append).flatMap(ticketKeys);

const all = ({ tables }: Right): readonly Conversation[] =>
  [...tables.conversations.values()].map(({ conversation }) => conversation);

/** It is found by a key that has it. */
const foundBy =
  (isIts: (key: string, one: Conversation) => boolean): Fault =>
  (own) => ({
    log: { loadByTicket: (key) => right(fromNullable(all(own).find((one) => isIts(key, one)))) },
  });

const hasKey = (is: (key: string, own: string) => boolean): Fault =>
  foundBy((key, { ticket }) => ticket !== null && ticketKeys(ticket).some((own) => is(key, own)));

/** Of tickets, and what they are found by. */
export const TICKET_KEYS: Faults = {
  'a ticket is found by the beginning of a key': hasKey((key, own) => own.startsWith(key)),
  'a ticket is found by what begins with its key': hasKey((key, own) => key.startsWith(own)),
  'a ticket is found in any case': hasKey((key, own) => own.toLowerCase() === key.toLowerCase()),
  'a ticket is found whatever blanks are behind': hasKey((key, own) => own === key.trimEnd()),
  'a ticket is found by its number alone': foundBy((key, { ticket }) => ticket?.number === key),
  'a ticket is found by its id alone': foundBy((key, { ticket }) => ticket?.id === key),
  'a ticket is found by its conversation': foundBy(
    (key, { id, ticket }) => id === key || (ticket !== null && ticketKeys(ticket).includes(key)),
  ),
  'a ticket is gone with the end of its conversation': foundBy(
    (key, one) => isOpen(one) && one.ticket !== null && ticketKeys(one.ticket).includes(key),
  ),
  'a ticket stays as it was opened': (own) => {
    const first = new Map<string, Conversation>();
    return {
      log: {
        append: eachAppend(own, (append, rightly) => {
          for (const key of keysIn(append)) first.set(key, append.conversation);
          return rightly(append);
        }),
        loadByTicket: (key) => right(fromNullable(first.get(key))),
      },
    };
  },
  'a ticket that opens its conversation is not found': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        if (append.expectedSeq === 0) {
          for (const key of keysIn(append)) own.tables.idsByTicket.delete(key);
        }
        return outcome;
      }),
    },
  }),
};

/** Not looked at are these keys of an append. */
const overlooking =
  (some: (append: Append) => Keyed): Fault =>
  (own) => ({
    log: {
      append: eachAppend(own, (append, rightly) => {
        for (const key of some(append)) own.tables.idsByTicket.delete(key);
        return rightly(append);
      }),
    },
  });

/** Of what is one ticket's alone. */
export const TAKEN_TICKETS: Faults = {
  'a taken ticket is stored': overlooking(keysIn),
  'a taken number is stored': overlooking((append) =>
    ticketsIn(append).map(({ number }) => number),
  ),
  'a taken id is stored': overlooking((append) => ticketsIn(append).map(({ id }) => id)),
  'a taken ticket is stored where it opens its conversation': overlooking((append) =>
    append.expectedSeq === 0 ? keysIn(append) : [],
  ),
  'a taken ticket is stored where its conversation is open': overlooking((append) =>
    append.expectedSeq === 0 ? [] : keysIn(append),
  ),
  'a refused ticket leaves the rest of its append': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        if (outcome.kind !== 'ticketTaken') return outcome;
        const end = append.events.findIndex(({ type }) => type === 'ticketOpened');
        const events = append.events.slice(0, end);
        if (events.length === 0) return outcome;
        const known = own.tables.conversations.get(append.conversation.id)?.conversation;
        await rightly({ ...append, events, conversation: fold(events, known) });
        return outcome;
      }),
    },
  }),
  'a refused opening leaves its name': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        if (outcome.kind !== 'ticketTaken' || append.expectedSeq > 0) return outcome;
        for (const event of append.events) {
          const name = messageName(event);
          if (name === null) continue;
          own.tables.idsByOpening.set(nameKey(name), append.conversation.id);
        }
        return outcome;
      }),
    },
  }),
  'a refused message leaves its name': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        if (outcome.kind !== 'ticketTaken') return outcome;
        const { named } = own.tables.conversations.get(append.conversation.id) ?? {};
        for (const event of append.events) {
          const name = messageName(event);
          if (name !== null && isNameable(event)) named?.set(nameKey(name), event);
        }
        return outcome;
      }),
    },
  }),
  'a refused ticket takes its batch with it': ({ store }) => ({
    log: {
      append: (batch) =>
        batch.length === 1
          ? store.log.append(batch)
          : changed(store.log.append(batch), (outcomes) =>
              outcomes.some(({ kind }) => kind === 'ticketTaken')
                ? outcomes.map(() => ({ kind: 'ticketTaken' as const }))
                : outcomes,
            ),
    },
  }),
  'the second of a batch has its ticket': (own) => ({
    log: {
      append: (batch) => async () => {
        const known = new Set(own.tables.idsByTicket.keys());
        const unseen = batch.flatMap(keysIn).filter((key) => !known.has(key));
        const way = eachAppend(own, (append, rightly) => {
          for (const key of unseen) own.tables.idsByTicket.delete(key);
          return rightly(append);
        });
        return way(batch)();
      },
    },
  }),
  'somebody comes between the look at a ticket and its append': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const keys = keysIn(append);
        const { idsByTicket } = own.tables;
        if (keys.some((key) => idsByTicket.has(key))) return rightly(append);
        await later(right(undefined), 3)();
        for (const key of keys) idsByTicket.delete(key);
        return rightly(append);
      }),
    },
  }),
  'the ticket is looked at before the seq': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const isTaken = keysIn(append).some((key) => own.tables.idsByTicket.has(key));
        return isTaken ? { kind: 'ticketTaken' } : rightly(append);
      }),
    },
  }),
  'a taken ticket is a seq that is gone': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        return outcome.kind === 'ticketTaken' ? { kind: 'taken' } : outcome;
      }),
    },
  }),
};

/** Of the places of tickets in their years. */
export const TICKET_SERIALS: Faults = {
  'all years have one count': ({ store: { log } }) => ({
    log: {
      nextTicketSerial: () => log.nextTicketSerial(2026),
      skipTicketSerials: (_, upTo) => log.skipTicketSerials(2026, upTo),
    },
  }),
  'tickets and conversations have one count': ({ store: { log } }) => ({
    log: {
      nextTicketSerial: () => log.nextNumber(),
      skipTicketSerials: (_, upTo) => log.skipNumbers(upTo),
    },
  }),
  'tickets begin with 0': ({ store: { log } }) => ({
    log: {
      nextTicketSerial: (year) => changed(log.nextTicketSerial(year), (serial) => serial - 1),
    },
  }),
  'a new year begins where the last one ended': ({
    tables: { ticketSerials },
    store: { log },
  }) => ({
    log: {
      nextTicketSerial: (year) => {
        const last = ticketSerials.get(year) ?? Math.max(0, ...ticketSerials.values());
        ticketSerials.set(year, last);
        return log.nextTicketSerial(year);
      },
    },
  }),
  'somebody comes between the look at a count and its rise': ({ tables: { ticketSerials } }) => ({
    log: {
      nextTicketSerial: (year) => async () => {
        const serial = (ticketSerials.get(year) ?? 0) + 1;
        await later(right(undefined))();
        ticketSerials.set(year, serial);
        return { _tag: 'Right', right: serial };
      },
    },
  }),
  'nothing is skipped': () => ({ log: { skipTicketSerials: () => right(undefined) } }),
  'what is skipped for one year is for all': ({ tables: { ticketSerials }, store: { log } }) => {
    let skipped = 0;
    return {
      log: {
        nextTicketSerial: (year) => {
          ticketSerials.set(year, Math.max(skipped, ticketSerials.get(year) ?? 0));
          return log.nextTicketSerial(year);
        },
        skipTicketSerials: (_, upTo) => {
          skipped = Math.max(skipped, upTo);
          return right(undefined);
        },
      },
    };
  },
  'the last that is skipped is given': ({ store: { log } }) => ({
    log: { skipTicketSerials: (year, upTo) => log.skipTicketSerials(year, upTo - 1) },
  }),
  'a skip goes back': ({ tables: { ticketSerials } }) => ({
    log: {
      skipTicketSerials: (year, upTo) => {
        ticketSerials.set(year, upTo);
        return right(undefined);
      },
    },
  }),
  'a skip goes on from where it is': ({ tables: { ticketSerials } }) => ({
    log: {
      skipTicketSerials: (year, upTo) => {
        ticketSerials.set(year, (ticketSerials.get(year) ?? 0) + upTo);
        return right(undefined);
      },
    },
  }),
  'behind six digits it begins anew': ({ store: { log } }) => ({
    log: {
      nextTicketSerial: (year) =>
        changed(log.nextTicketSerial(year), (serial) => serial % 1_000_000),
    },
  }),
};

/** A list of its own making. */
const listing =
  (
    list: (own: Right, owner: PersonKey) => readonly Conversation[],
    page: (all: readonly Conversation[], request: PageRequest) => Page<Conversation> = paged,
  ): Fault =>
  (own) => ({
    queries: { ownedTickets: (owner, request) => right(page(list(own, owner), request)) },
  });

const paged = (
  items: readonly Conversation[],
  { page, limit }: PageRequest,
): Page<Conversation> => ({
  items: items.slice((page - 1) * limit, page * limit),
  total: items.length,
});

const ownedBy = (own: Right, owner: PersonKey): readonly Conversation[] =>
  all(own)
    .filter((one) => ownerKey(one.owner) === owner)
    .sort(byLatestActivity);

const ticketed = (own: Right, owner: PersonKey): readonly Conversation[] =>
  ownedBy(own, owner).filter(({ ticket }) => ticket !== null);

/** Who had it when its ticket was opened. */
const firstOwners = (own: Right, first: Map<string, PersonKey>): ReturnType<Fault> => ({
  log: {
    append: eachAppend(own, (append, rightly) => {
      const { id, owner } = append.conversation;
      if (ticketsIn(append).length > 0) first.set(id, ownerKey(owner));
      return rightly(append);
    }),
  },
});

/** Of an owner's tickets. */
export const OWNED_TICKETS: Faults = {
  'those without a ticket are among them': listing(ownedBy),
  'those that are closed are not among them': listing((own, owner) =>
    ticketed(own, owner).filter(isOpen),
  ),
  'those that were opened with their tickets are not among them': listing((own, owner) =>
    ticketed(own, owner).filter(({ id }) => {
      const events = own.tables.conversations.get(id)?.events ?? [];
      return events.findIndex(({ type }) => type === 'ticketOpened') > 1;
    }),
  ),
  'those that got their tickets later are not among them': listing((own, owner) =>
    ticketed(own, owner).filter(({ id }) => {
      const events = own.tables.conversations.get(id)?.events ?? [];
      return events.findIndex(({ type }) => type === 'ticketOpened') < 2;
    }),
  ),
  'everybody’s are among them': listing((own) =>
    all(own)
      .filter(({ ticket }) => ticket !== null)
      .sort(byLatestActivity),
  ),
  'whose it was has it': (own) => {
    const first = new Map<string, PersonKey>();
    const list = listing((_, owner) =>
      all(own)
        .filter(({ id }) => first.get(id) === owner)
        .sort(byLatestActivity),
    );
    return { ...list(own), ...firstOwners(own, first) };
  },
  'one’s tickets come by their numbers': listing((own, owner) =>
    [...ticketed(own, owner)].sort((a, b) => b.number - a.number),
  ),
  'one’s tickets come in the order of their own changes': listing((own, owner) =>
    [...ticketed(own, owner)].sort(
      (a, b) => (b.ticket?.updatedAt ?? 0) - (a.ticket?.updatedAt ?? 0) || b.number - a.number,
    ),
  ),
  'the oldest ticket comes first': listing((own, owner) => ticketed(own, owner).toReversed()),
  'the total of tickets is that of the page': listing(ticketed, (items, request) => {
    const page = paged(items, request);
    return { ...page, total: page.items.length };
  }),
  'the total of tickets is that of all one has': (own) => ({
    queries: {
      ownedTickets: (owner, request) =>
        changed(own.store.queries.ownedTickets(owner, request), ({ items }) => ({
          items,
          total: ownedBy(own, owner).length,
        })),
    },
  }),
  'pages are made before those without a ticket are left out': (own) => ({
    queries: {
      ownedTickets: (owner, request) =>
        right({
          items: paged(ownedBy(own, owner), request).items.filter(({ ticket }) => ticket !== null),
          total: ticketed(own, owner).length,
        }),
    },
  }),
  'pages begin with 0': ({ store: { queries } }) => ({
    queries: {
      ownedTickets: (owner, { page, limit }) =>
        queries.ownedTickets(owner, { page: page + 1, limit }),
    },
  }),
  'it shows what has been': (own) => {
    let before: readonly Conversation[] = [];
    return {
      log: {
        append: eachAppend(own, (append, rightly) => {
          before = all(own);
          return rightly(append);
        }),
      },
      queries: {
        ownedTickets: (owner, request) => {
          const old = before.filter((one) => one.ticket && ownerKey(one.owner) === owner);
          return right(paged(old.sort(byLatestActivity), request));
        },
      },
    };
  },
};
