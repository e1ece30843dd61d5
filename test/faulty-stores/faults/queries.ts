import { left, right } from 'fp-ts/lib/TaskEither.js';
import type { Page, PageRequest } from '../../../src/application/ports/conversation-queries.js';
import type { PersonKey } from '../../../src/domain/actor.js';
import { type Conversation, isOpen, ownerKey } from '../../../src/domain/conversation.js';
import type { MessagePosted } from '../../../src/domain/conversation-event.js';
import { unavailable } from '../../../src/domain/failure.js';
import { changed, eachAppend, type Fault, type Faults, type Right } from '../fault.js';

const all = ({ tables }: Right): readonly Conversation[] =>
  [...tables.conversations.values()].map(({ conversation }) => conversation);

const latestFirst = (a: Conversation, b: Conversation): number =>
  b.updatedAt - a.updatedAt || b.number - a.number;

const paged = (
  items: readonly Conversation[],
  { page, limit }: PageRequest,
): Page<Conversation> => ({
  items: items.slice((page - 1) * limit, page * limit),
  total: items.length,
});

/** A list of its own making. */
const listed =
  (list: (own: Right, owner: PersonKey) => readonly Conversation[]): Fault =>
  (own) => ({
    queries: { owned: (owner, request) => right(paged(list(own, owner), request)) },
  });

const ownedBy = (own: Right, owner: PersonKey): Conversation[] =>
  all(own).filter((one) => ownerKey(one.owner) === owner);

/** Another window than the one asked for. */
const windowAs =
  (change: (first: number, count: number) => readonly [number, number]): Fault =>
  ({ store }) => ({
    queries: {
      messages: (id, first, count) => store.queries.messages(id, ...change(first, count)),
    },
  });

/** Of the lists. */
export const LISTS: Faults = {
  'pages count from none': ({ store }) => ({
    queries: {
      owned: (owner, { page, limit }) => store.queries.owned(owner, { page: page + 1, limit }),
    },
  }),
  'a page overlaps the one before': (own) => ({
    queries: {
      owned: (owner, { page, limit }) => {
        const list = ownedBy(own, owner).sort(latestFirst);
        const start = Math.max(0, (page - 1) * limit - 1);
        return right({ items: list.slice(start, start + limit), total: list.length });
      },
    },
  }),
  'the total is that of the page': ({ store }) => ({
    queries: {
      owned: (owner, request) =>
        changed(store.queries.owned(owner, request), ({ items }) => ({
          items,
          total: items.length,
        })),
    },
  }),
  'the total is that of everybody': (own) => ({
    queries: {
      owned: (owner, request) =>
        changed(own.store.queries.owned(owner, request), ({ items }) => ({
          items,
          total: all(own).length,
        })),
    },
  }),
  'a page has no limit': ({ store }) => ({
    queries: {
      owned: (owner, { page }) =>
        store.queries.owned(owner, { page, limit: Number.MAX_SAFE_INTEGER }),
    },
  }),
  'a page past the end is a failure': ({ store }) => ({
    queries: {
      owned: (owner, request) => async () => {
        const found = await store.queries.owned(owner, request)();
        const isEmpty = found._tag === 'Right' && found.right.items.length === 0;
        return isEmpty && request.page > 1 ? left(unavailable)() : found;
      },
    },
  }),
  'the newest come first, whatever happened since': listed((own, owner) =>
    ownedBy(own, owner).sort((a, b) => b.createdAt - a.createdAt || b.number - a.number),
  ),
  'messages alone are activity': listed((own, owner) =>
    ownedBy(own, owner).sort(
      (a, b) =>
        (b.lastMessageAt ?? b.createdAt) - (a.lastMessageAt ?? a.createdAt) || b.number - a.number,
    ),
  ),
  'the oldest come first': listed((own, owner) =>
    ownedBy(own, owner).sort((a, b) => latestFirst(b, a)),
  ),
  'what happened at once comes in another order each time': (own) => {
    let turn = 1;
    return listed((now, owner) => {
      turn = -turn;
      return ownedBy(now, owner).sort(
        (a, b) => b.updatedAt - a.updatedAt || turn * (b.number - a.number),
      );
    })(own);
  },
  'what is closed is left out': listed((own, owner) =>
    ownedBy(own, owner).filter(isOpen).sort(latestFirst),
  ),
  'owners are told apart by their letters, and not by their case': listed((own, owner) =>
    all(own)
      .filter((one) => ownerKey(one.owner).toLowerCase() === owner.toLowerCase())
      .sort(latestFirst),
  ),
  'owners are found by their beginning': listed((own, owner) =>
    all(own)
      .filter((one) => ownerKey(one.owner).startsWith(owner))
      .sort(latestFirst),
  ),
  'guests are taken for customers': listed((own, owner) =>
    all(own)
      .filter((one) => owner.endsWith(`:${one.owner.id}`))
      .sort(latestFirst),
  ),
  'a list is that of the first owner': (own) => {
    const first = new Map<string, PersonKey>();
    const { owned } =
      listed((now, owner) =>
        all(now)
          .filter((one) => first.get(one.id) === owner)
          .sort(latestFirst),
      )(own).queries ?? {};
    return {
      log: {
        append: eachAppend(own, (append, rightly) => {
          const { id, owner } = append.conversation;
          if (!first.has(id)) first.set(id, ownerKey(owner));
          return rightly(append);
        }),
      },
      queries: owned === undefined ? {} : { owned },
    };
  },
  'a list shows states as they were at the opening': (own) => {
    const first = new Map<string, Conversation>();
    return {
      log: {
        append: eachAppend(own, (append, rightly) => {
          const { conversation } = append;
          if (append.expectedSeq === 0) first.set(conversation.id, conversation);
          return rightly(append);
        }),
      },
      queries: {
        owned: (owner, request) =>
          changed(own.store.queries.owned(owner, request), ({ items, total }) => ({
            items: items.map((one) => first.get(one.id) ?? one),
            total,
          })),
      },
    };
  },
  'a list shows what was refused': (own) => {
    const refused: Conversation[] = [];
    return {
      log: {
        append: eachAppend(own, async (append, rightly) => {
          const outcome = await rightly(append);
          if (outcome.kind !== 'appended' && append.expectedSeq === 0)
            refused.push(append.conversation);
          return outcome;
        }),
      },
      queries: {
        owned: (owner, request) =>
          right(paged([...ownedBy(own, owner), ...refused].sort(latestFirst), request)),
      },
    };
  },
};

/** Of the messages in their places. */
export const PLACES: Faults = {
  'places count from none': windowAs((first, count) => [first + 1, count]),
  'a window begins one too early': windowAs((first, count) => [Math.max(1, first - 1), count]),
  'a window has one more': windowAs((first, count) => [first, count + 1]),
  'a place is the seq': (own) => ({
    queries: {
      messages: (id, first, count) => {
        const events = own.tables.conversations.get(id)?.events ?? [];
        const messages = events.filter(
          (event): event is MessagePosted => event.type === 'messagePosted',
        );
        return right(messages.filter(({ seq }) => seq >= first && seq < first + count));
      },
    },
  }),
  'everything has a place': (own) => ({
    queries: {
      messages: (id, first, count) => {
        const events = own.tables.conversations.get(id)?.events ?? [];
        const some = events.slice(first - 1, first - 1 + count);
        return right(
          some.filter((event): event is MessagePosted => event.type === 'messagePosted'),
        );
      },
    },
  }),
  'notes have places': (own) => ({
    queries: {
      messages: (id, first, count) => {
        const events = own.tables.conversations.get(id)?.events ?? [];
        const some = events.filter(({ type }) => type === 'messagePosted' || type === 'noteAdded');
        return right(some.slice(first - 1, first - 1 + count) as MessagePosted[]);
      },
    },
  }),
  'a window comes newest first': ({ store }) => ({
    queries: {
      messages: (id, first, count) =>
        changed(store.queries.messages(id, first, count), (some) => some.toReversed()),
    },
  }),
  'places count back from the end': (own) => ({
    queries: {
      messages: (id, first, count) => {
        const messages = own.tables.conversations.get(id)?.messages.toReversed() ?? [];
        return right(messages.slice(first - 1, first - 1 + count).toReversed());
      },
    },
  }),
  'a window past the end is the last one': ({ store, tables }) => ({
    queries: {
      messages: (id, first, count) => {
        const last = tables.conversations.get(id)?.messages.length ?? 0;
        return store.queries.messages(
          id,
          first > last ? Math.max(1, last - count + 1) : first,
          count,
        );
      },
    },
  }),
  'places are those of all conversations': (own) => ({
    queries: {
      messages: (_id, first, count) => {
        const messages = [...own.tables.conversations.values()].flatMap((one) => one.messages);
        return right(messages.slice(first - 1, first - 1 + count));
      },
    },
  }),
  'the newest message is not seen yet': ({ store, tables }) => ({
    queries: {
      messages: (id, first, count) =>
        changed(store.queries.messages(id, first, count), (some) =>
          some.filter((one) => one !== tables.conversations.get(id)?.messages.at(-1)),
        ),
    },
  }),
};

/** Found by a case that takes long. */
export const LONG_LISTS: Faults = {
  'a window has fifty at most': windowAs((first, count) => [first, Math.min(count, 50)]),
  'a long conversation is seen to its thousandth message': ({ store }) => ({
    queries: {
      messages: (id, first, count) =>
        store.queries.messages(id, first, Math.max(0, Math.min(count, 1_001 - first))),
    },
  }),
};
