import { right } from 'fp-ts/lib/TaskEither.js';
import type { Stretch } from '../../../src/application/ports/conversation-queries.js';
import type { Staff } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { Instant } from '../../../src/domain/ids.js';
import { byLatestActivity, isListed, type ListFilter } from '../../../src/domain/listing.js';
import { isFound, MAX_FOUND, searchKeys } from '../../../src/domain/search.js';
import { changed, eachAppend, type Fault, type Faults, type Right } from '../fault.js';

interface Asked {
  readonly viewer: Staff;
  readonly filter: ListFilter;
  readonly stretch: Stretch;
  readonly now: Instant;
}

const all = ({ tables }: Right): readonly Conversation[] =>
  [...tables.conversations.values()].map(({ conversation }) => conversation);

type Places = (list: readonly Conversation[], stretch: Stretch) => readonly Conversation[];

const rightPlaces: Places = (list, { after }) =>
  [...list]
    .sort(byLatestActivity)
    .filter((one) => after === null || byLatestActivity(after, one) < 0);

/** What is found is another's idea, and maybe in what order. */
const holding =
  (isOn: (one: Conversation, asked: Asked) => boolean, places = rightPlaces): Fault =>
  (own) => ({
    queries: {
      listed: (viewer, filter, stretch, now) => {
        const list = all(own).filter((one) => isOn(one, { viewer, filter, stretch, now }));
        const { skip, limit } = stretch;
        const items = places(list, stretch).slice(skip, skip + limit);
        return right({ items, total: list.length });
      },
    },
  });

const isOnAnyhow = (one: Conversation, { viewer, filter, now }: Asked): boolean =>
  isListed(one, viewer, { ...filter, search: null }, now);

/** What matches is another's idea, of the keys that are wanted. */
const matching = (isMatch: (one: Conversation, keys: readonly string[]) => boolean): Fault =>
  holding((one, asked) => {
    const keys = asked.filter.search ?? [];
    return isOnAnyhow(one, asked) && keys.length > 0 && isMatch(one, keys);
  });

/** Something is found otherwise than it is. */
const as = (change: (one: Conversation) => Partial<Conversation>): Fault =>
  matching((one, keys) => isFound({ ...one, ...change(one) }, keys));

/** It is asked for something else. */
const asking =
  (change: (asked: Asked) => Partial<Asked>): Fault =>
  ({ store }) => ({
    queries: {
      listed: (viewer, filter, stretch, now) => {
        const asked = { viewer, filter, stretch, now };
        const other = { ...asked, ...change(asked) };
        return store.queries.listed(other.viewer, other.filter, other.stretch, other.now);
      },
    },
  });

const searching = (change: (keys: readonly string[]) => readonly string[] | null): Fault =>
  asking(({ filter }) => ({ filter: { ...filter, search: change(filter.search ?? []) } }));

const textsOf = ({ subject, contact, ticket }: Conversation): readonly string[] =>
  [subject, contact.name, contact.email, ticket?.subject, ticket?.number].flatMap(
    (text) => text ?? [],
  );

const wordsOf = (one: Conversation): readonly string[] =>
  textsOf(one).flatMap((text) => text.split(/\s+/));

/** As some databases take a text apart. */
const letterRuns = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

const startsWithEach = (words: readonly string[], keys: readonly string[]): boolean =>
  keys.every((key) => words.some((word) => word.startsWith(key)));

/** Of what is found. */
export const SEARCH: Faults = {
  'the case tells words apart': matching((one, keys) => startsWithEach(wordsOf(one), keys)),
  'the case tells words apart but for those of English': matching((one, keys) =>
    startsWithEach(
      textsOf(one).flatMap((text) =>
        letterRuns(text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())),
      ),
      keys.flatMap(letterRuns),
    ),
  ),
  'accents tell words apart': matching((one, keys) =>
    startsWithEach(
      textsOf(one).flatMap((text) => letterRuns(text.toLowerCase())),
      keys.flatMap(letterRuns),
    ),
  ),
  'one of the words is enough': matching((one, keys) => keys.some((key) => isFound(one, [key]))),
  'the first word is enough': searching((keys) => keys.slice(0, 1)),
  'the last word is enough': searching((keys) => keys.slice(-1)),
  'words are found within words': matching((one, keys) => {
    const text = textsOf(one).join(' ').normalize('NFKD').toLowerCase();
    return keys.every((key) => text.includes(key.normalize('NFKD')));
  }),
  'whole words are found alone': matching((one, keys) => {
    const found = [...searchKeys(one)];
    const isWhole = (key: string): boolean =>
      !found.some((other) => other.length === key.length + 1 && other.startsWith(key));
    return keys.every((key) => found.includes(key) && isWhole(key));
  }),
  'words stand in the order in which they were typed': matching((one, keys) => {
    const text = textsOf(one).join(' ').toLowerCase();
    return isFound(one, keys) && (keys.length < 2 || text.includes(keys.join(' ')));
  }),
  'all words are in one text': matching(
    (one, keys) =>
      isFound(one, keys) &&
      textsOf(one).some((subject) =>
        isFound(
          { ...one, subject, contact: { ...one.contact, name: null, email: null }, ticket: null },
          keys,
        ),
      ),
  ),
  'short words are not looked for': searching((keys) => keys.filter((key) => key.length > 2)),
  'short words find nothing': matching(
    (one, keys) => keys.every((key) => key.length > 2) && isFound(one, keys),
  ),
  'words that are in every text are not looked for': searching((keys) =>
    keys.filter((key) => !['or', 'and', 'not', 'a', 'of', 'it', 'near'].includes(key)),
  ),
  'long words are told apart by their first ten letters': matching((one, keys) => {
    const short = new Set([...searchKeys(one)].map((key) => key.slice(0, 10)));
    return keys.every((key) => short.has(key.slice(0, 10)));
  }),
  'a hyphen parts words': matching((one, keys) =>
    isFound(
      one,
      keys.flatMap((key) => key.split('-')),
    ),
  ),
  'OR is one of two': matching((one, keys) =>
    keys.includes('or')
      ? keys.some((key) => key !== 'or' && isFound(one, [key]))
      : isFound(one, keys),
  ),
  'NOT is what is not there': matching((one, keys) =>
    keys.includes('not')
      ? !keys.some((key) => key !== 'not' && isFound(one, [key]))
      : isFound(one, keys),
  ),
  'no word finds everything': searching((keys) => (keys.length === 0 ? null : keys)),
  'letters of few languages begin words': matching((one, keys) =>
    isFound(
      one,
      keys.filter((key) =>
        /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\d-]+$/u.test(key),
      ),
    ),
  ),
  'a text without blanks is one word': matching(
    (one, keys) =>
      isFound(one, keys) &&
      keys.every(
        (key) =>
          !/\p{Script=Han}|\p{Script=Thai}/u.test(key) || startsWithEach(wordsOf(one), [key]),
      ),
  ),
  'nothing is found by the subject': as(() => ({ subject: null })),
  'nothing is found by the name': as(({ contact }) => ({ contact: { ...contact, name: null } })),
  'nothing is found by the address': as(({ contact }) => ({
    contact: { ...contact, email: null },
  })),
  'nothing is found by what a ticket says': as(() => ({ ticket: null })),
  'nothing is found by the number of a ticket': as(({ ticket }) => ({
    ticket: ticket && { ...ticket, number: '' },
  })),
  'nothing is found by the subject of a ticket': as(({ ticket }) => ({
    ticket: ticket && { ...ticket, subject: '' },
  })),
  'it is found by the id of its owner': matching(
    (one, keys) =>
      isFound(one, keys) || (one.owner.kind !== 'email' && keys.includes(one.owner.id)),
  ),
  'it is found by what it was opened with': (own) => {
    const first = new Map<string, Conversation>();
    return {
      ...matching((one, keys) => isFound(first.get(one.id) ?? one, keys))(own),
      log: {
        append: eachAppend(own, (append, rightly) => {
          if (append.expectedSeq === 0) first.set(append.conversation.id, append.conversation);
          return rightly(append);
        }),
      },
    };
  },
  'what is found is as it was indexed': (own) => {
    const first = new Map<string, Conversation>();
    return {
      log: {
        append: eachAppend(own, (append, rightly) => {
          const { id, ticket } = append.conversation;
          const known = first.get(id);
          if (known?.ticket?.id !== ticket?.id || known === undefined) {
            first.set(id, append.conversation);
          }
          return rightly(append);
        }),
      },
      queries: {
        listed: (...asked) =>
          changed(own.store.queries.listed(...asked), ({ items, total }) => ({
            items: items.map((one) => first.get(one.id) ?? one),
            total,
          })),
      },
    };
  },
};

/** Of who finds it, and how much. */
export const FOUND: Faults = {
  'an agent finds all': asking(({ viewer }) => ({
    viewer: { kind: 'admin', id: viewer.id, profile: viewer.profile },
  })),
  'what is assigned in other departments is not found': holding(
    (one, { viewer, filter, now }) =>
      isListed(one, viewer, filter, now) &&
      (viewer.kind === 'admin' ||
        one.departmentId === null ||
        viewer.departments.includes(one.departmentId)),
  ),
  'what is of no department is not found by agents': holding(
    (one, { viewer, filter, now }) =>
      isListed(one, viewer, filter, now) && (viewer.kind === 'admin' || one.departmentId !== null),
  ),
  'departments are found in any case': holding(
    (one, { viewer, filter, now }) =>
      isListed(one, viewer, filter, now) ||
      (viewer.kind === 'agent' &&
        viewer.departments.some((own) => own.toLowerCase() === one.departmentId?.toLowerCase()) &&
        isListed({ ...one, departmentId: null }, viewer, filter, now)),
  ),
  'a department without a name is none': holding((one, { viewer, filter, now }) =>
    isListed(one.departmentId === '' ? { ...one, departmentId: null } : one, viewer, filter, now),
  ),
  'a newcomer’s is found at once': asking(() => ({ now: Number.MAX_SAFE_INTEGER })),
  'what stands for another is found': holding((one, { viewer, filter, now }) =>
    isListed({ ...one, aliasOf: null }, viewer, filter, now),
  ),
  'the status is not looked at in a search': asking(({ filter }) => ({
    filter: { ...filter, status: null },
  })),
  'the type is not looked at in a search': asking(({ filter }) => ({
    filter: { ...filter, type: null },
  })),
  'whom it is assigned to is not looked at in a search': asking(({ filter }) => ({
    filter: { ...filter, assignee: null },
  })),
  'nobody’s is everybody’s in a search': asking(({ filter }) => ({
    filter: { ...filter, assignee: filter.assignee === 'nobody' ? null : filter.assignee },
  })),
  'what is closed is not found': asking(({ filter }) => ({
    filter: { ...filter, status: filter.status ?? 'open' },
  })),
  'the total is that of all there are': (own) => ({
    queries: {
      listed: (...asked) =>
        changed(own.store.queries.listed(...asked), ({ items }) => ({
          items,
          total: all(own).length,
        })),
    },
  }),
  'the total is that of what is returned': ({ store }) => ({
    queries: {
      listed: (...asked) =>
        changed(store.queries.listed(...asked), ({ items }) => ({ items, total: items.length })),
    },
  }),
  'what is found comes by its number': holding(
    (one, { viewer, filter, now }) => isListed(one, viewer, filter, now),
    (list, { after }) =>
      [...list]
        .sort((a, b) => b.number - a.number)
        .filter((one) => after === null || byLatestActivity(after, one) < 0),
  ),
  'what is found begins anew after a place': asking(({ stretch }) => ({
    stretch: { ...stretch, after: null },
  })),
  'nothing of what is found is left out first': asking(({ stretch }) => ({
    stretch: { ...stretch, skip: 0 },
  })),
  'all that is found is returned': asking(({ stretch }) => ({
    stretch: { ...stretch, limit: 1_000 },
  })),
};

/** The newest that match, or whichever of them. */
const ofMany =
  (some: (found: readonly Conversation[]) => readonly Conversation[]): Fault =>
  (own) => {
    const isOn = (one: Conversation, { viewer, filter, now }: Asked): boolean =>
      isListed(one, viewer, filter, now);
    return {
      queries: {
        listed: (viewer, filter, stretch, now) => {
          const found = all(own).filter((one) => isOn(one, { viewer, filter, stretch, now }));
          const { skip, limit } = stretch;
          const list = rightPlaces(some(found), stretch);
          return right({ items: list.slice(skip, skip + limit), total: list.length });
        },
      },
    };
  };

/** Of what very many match. */
export const FOUND_OF_MANY: Faults = {
  'the oldest are looked at': ofMany((found) => found.slice(0, MAX_FOUND)),
  'a hundred are looked at': ofMany((found) => found.slice(-100)),
  'one too few is looked at': ofMany((found) => found.slice(-(MAX_FOUND - 1))),
};
