import { right } from 'fp-ts/lib/TaskEither.js';
import { isSome } from 'fp-ts/lib/Option.js';
import type { Append } from '../../../src/application/ports/conversation-log.js';
import { TallyBook } from '../../../src/application/tally-book.js';
import type { Staff } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { Closed, ConversationEvent } from '../../../src/domain/conversation-event.js';
import type { Instant } from '../../../src/domain/ids.js';
import type { Tallies } from '../../../src/domain/statistics.js';
import { answer } from '../../support/answer.js';
import { changed, eachAppend, type Fault, type Faults, type Right } from '../fault.js';

const HOUR = 3_600_000;

const all = ({ tables }: Right): readonly Conversation[] =>
  [...tables.conversations.values()].map(({ conversation }) => conversation);

/** Something else is counted than what was appended. */
const counting =
  (counted: (append: Append, own: Right) => readonly Append[]): Fault =>
  (own) => {
    const book = new TallyBook();
    return {
      log: {
        append: eachAppend(own, async (append, rightly) => {
          const outcome = await rightly(append);
          if (outcome.kind === 'appended') for (const one of counted(append, own)) book.add(one);
          return outcome;
        }),
      },
      queries: { tallies: (...asked) => right(book.tallies(all(own), ...asked)) },
    };
  };

const countingState = (
  change: (conversation: Conversation, append: Append) => Partial<Conversation>,
): Fault =>
  counting((append) => [
    {
      ...append,
      conversation: { ...append.conversation, ...change(append.conversation, append) },
    },
  ]);

const countingEvents = (
  change: (event: ConversationEvent, append: Append) => readonly ConversationEvent[],
): Fault =>
  counting((append) => [
    { ...append, events: append.events.flatMap((event) => change(event, append)) },
  ]);

interface Asked {
  readonly viewer: Staff;
  readonly since: number;
  readonly now: Instant;
}

/** It is asked for something else. */
const asking =
  (change: (asked: Asked) => Partial<Asked>): Fault =>
  ({ store }) => ({
    queries: {
      tallies: (viewer, since, now) => {
        const other = { viewer, since, now, ...change({ viewer, since, now }) };
        return store.queries.tallies(other.viewer, other.since, other.now);
      },
    },
  });

/** It tells something else. */
const telling =
  (change: (tallies: Tallies, asked: Asked, own: Right) => Partial<Tallies>): Fault =>
  (own) => ({
    queries: {
      tallies: (viewer, since, now) =>
        changed(own.store.queries.tallies(viewer, since, now), (tallies) => ({
          ...tallies,
          ...change(tallies, { viewer, since, now }, own),
        })),
    },
  });

const ending = ({ seq, at }: ConversationEvent): Closed => ({
  type: 'closed',
  seq,
  at,
  by: { kind: 'system', id: null, name: null, email: null, company: null },
  note: null,
});

/** What every answer would count as, if each were the first. */
const answered = (append: Append, isAnswer: (event: ConversationEvent) => boolean): Append[] =>
  append.events.filter(isAnswer).map((event) => ({
    ...append,
    events: [{ ...event, type: 'messagePosted' } as ConversationEvent],
    conversation: {
      ...append.conversation,
      firstAnswer: { seq: event.seq, at: event.at, waited: 30_000 },
    },
  }));

const isByStaff = (event: ConversationEvent): boolean =>
  event.type === 'messagePosted' &&
  (event.sender.kind === 'agent' || event.sender.kind === 'admin');

/** Whatever else an append has, without its answers. */
const others = (append: Append): Append => ({
  ...append,
  events: append.events.filter(({ type }) => type !== 'messagePosted'),
});

const admin = ({ id, profile }: Staff): Staff => ({ kind: 'admin', id, profile });

/** Something happened at another time, as long after the opening as it did. */
const when = (
  type: ConversationEvent['type'] | null,
  other: (event: ConversationEvent, conversation: Conversation) => Instant,
): Fault =>
  counting(({ events, conversation, ...append }) =>
    events.map((event) => {
      if (type !== null && event.type !== type) return { ...append, events: [event], conversation };
      const at = other(event, conversation);
      const createdAt = conversation.createdAt + at - event.at;
      return {
        ...append,
        events: [{ ...event, at }],
        conversation: { ...conversation, createdAt },
      };
    }),
  );

/** Of what statistics are made of. */
export const TALLIES: Faults = {
  'every answer counts': counting((append) => [others(append), ...answered(append, isByStaff)]),
  'a note is an answer': counting((append) => {
    const isFirst = append.conversation.firstAnswer === null;
    const notes = isFirst ? answered(append, ({ type }) => type === 'noteAdded') : [];
    return [append, ...notes];
  }),
  'an answer that nobody waited for counts': countingState(({ firstAnswer }) => ({
    firstAnswer: firstAnswer && { ...firstAnswer, waited: firstAnswer.waited ?? 5_000 },
  })),
  'answers do not count': countingState(() => ({ firstAnswer: null })),
  'one waits since the last message': countingState(({ firstAnswer }) => ({
    firstAnswer: firstAnswer?.waited ? { ...firstAnswer, waited: 20_000 } : firstAnswer,
  })),
  'durations are milliseconds': countingState(({ createdAt }, { events }) => ({
    createdAt: createdAt - 1_000 * ((events.at(-1)?.at ?? createdAt) - createdAt),
  })),
  'days begin in the east': when(null, ({ at }) => at + 5 * HOUR),
  'days begin in the west': when(null, ({ at }) => at - 5 * HOUR),
  'an ending counts on the day of the opening': when('closed', (_, { createdAt }) => createdAt),
  'a rating counts on the day of the ending': when(
    'rated',
    ({ at }, { closedAt }) => closedAt ?? at,
  ),
  'a rating counts twice': countingEvents((event) =>
    event.type === 'rated' ? [event, event] : [event],
  ),
  'ratings do not count': countingEvents((event) => (event.type === 'rated' ? [] : [event])),
  'a rating is an ending': counting((append) => {
    const ended = append.events.flatMap((event): readonly ConversationEvent[] =>
      event.type === 'rated' ? [ending(event)] : [],
    );
    return [append, { ...append, events: ended }];
  }),
  'what stands for another has ended': counting((append) => {
    const ended = append.events.flatMap((event): readonly ConversationEvent[] =>
      event.type === 'aliased' ? [ending(event)] : [],
    );
    return [append, { ...append, events: ended }];
  }),
  'one event of an append counts': counting((append) => [
    { ...append, events: append.events.slice(-1) },
  ]),
  'one event of an append counts, the first': counting((append) => [
    { ...append, events: append.events.slice(0, 1) },
  ]),
  'what opens a conversation does not count': counting((append) =>
    append.expectedSeq === 0 ? [] : [append],
  ),
  'whoever had it first has ended it': (own) => {
    const first = new Map<string, Conversation['assignee']>();
    return counting((append) => {
      const { id, assignee } = append.conversation;
      if (assignee !== null && !first.has(id)) first.set(id, assignee);
      return [
        {
          ...append,
          conversation: { ...append.conversation, assignee: first.get(id) ?? null },
        },
      ];
    })(own);
  },
  'whoever ends it has ended it': countingState(({ assignee }, { events }) => {
    const end = events.find((event) => event.type === 'closed');
    return end === undefined || assignee === null ? {} : { assignee: { ...assignee, id: 'admin' } };
  }),
  'what is refused counts': (own) => {
    const { tallies } = own.tables;
    return {
      log: {
        append: eachAppend(own, async (append, rightly) => {
          const outcome = await rightly(append);
          if (outcome.kind !== 'appended') tallies.add(append);
          return outcome;
        }),
      },
    };
  },
  'departments are not looked at': asking(({ viewer }) => ({ viewer: admin(viewer) })),
  'departments are counted in any case': asking(({ viewer }) =>
    viewer.kind === 'admin'
      ? {}
      : {
          viewer: {
            ...viewer,
            departments: viewer.departments.flatMap((name) => [
              name,
              name.charAt(0).toUpperCase() + name.slice(1),
            ]),
          },
        },
  ),
  'what is of no department is nobody’s to see': countingState(({ departmentId }) => ({
    departmentId: departmentId ?? 'none',
  })),
  'what one has elsewhere does not count': telling((_, { viewer, since, now }, own) => {
    if (viewer.kind === 'admin') return {};
    const book = new TallyBook();
    for (const { conversation, events } of own.tables.conversations.values()) {
      const { departmentId } = conversation;
      const isOwn = departmentId === null || viewer.departments.includes(departmentId);
      if (isOwn) book.add({ expectedSeq: 0, events, conversation });
    }
    const states = all(own).filter(
      ({ departmentId }) => departmentId === null || viewer.departments.includes(departmentId),
    );
    return book.tallies(states, viewer, since, now);
  }),
  'how long it takes elsewhere counts': telling((_, { viewer, since, now }, own) => {
    const { closed, answered: found } = own.tables.tallies.tallies(
      all(own),
      admin(viewer),
      since,
      now,
    );
    return viewer.kind === 'admin' ? {} : { closed, answered: found };
  }),
  'a newcomer’s counts at once': asking(() => ({ now: Number.MAX_SAFE_INTEGER })),
  'a newcomer’s never counts': asking(() => ({ now: 0 })),
  'all days count': asking(() => ({ since: 0 })),
  'the first day does not count': asking(({ since }) => ({ since: since + 1 })),
  'a day more counts': asking(({ since }) => ({ since: since - 1 })),
  'what waits is not open': telling(({ open }) => ({
    open: { ...open, waiting_support: 0, waiting_user: 0 },
  })),
  'what waits for its owner waits for staff': telling(({ open }) => ({
    open: {
      ...open,
      waiting_support: open.waiting_support + open.waiting_user,
      waiting_user: 0,
    },
  })),
  'what is open is as it was opened': (own) => ({
    queries: {
      tallies: (viewer, since, now) =>
        right(
          own.tables.tallies.tallies(
            all(own).map((one) => (one.status === 'closed' ? one : { ...one, status: 'active' })),
            viewer,
            since,
            now,
          ),
        ),
    },
  }),
  'what is closed is still nobody’s': telling((_, _asked, own) => ({
    unassigned: all(own).filter(({ assignee }) => assignee === null).length,
  })),
  'everything is nobody’s': telling(({ open }) => ({
    unassigned: open.active + open.waiting_support + open.waiting_user,
  })),
  'what is nobody’s is not told': telling(({ byAssignee }) => ({
    byAssignee: new Map([...byAssignee].filter(([id]) => id !== null)),
  })),
  'those without anything are told': telling(({ byAssignee }, { viewer }) => ({
    byAssignee: new Map([[viewer.id, { open: 0, closed: 0, ratings: 0, stars: 0 }], ...byAssignee]),
  })),
  'open ones alone make somebody': telling(({ byAssignee }) => ({
    byAssignee: new Map([...byAssignee].filter(([, { open }]) => open > 0)),
  })),
  'stars are told as their average': telling(({ byAssignee }) => ({
    byAssignee: new Map(
      [...byAssignee].map(([id, doings]) => [
        id,
        { ...doings, stars: doings.ratings === 0 ? 0 : doings.stars / doings.ratings },
      ]),
    ),
  })),
  'what came last does not count yet': (own) => {
    const book = new TallyBook();
    let held: Append | null = null;
    return {
      log: {
        append: eachAppend(own, async (append, rightly) => {
          const outcome = await rightly(append);
          if (held !== null) book.add(held);
          held = outcome.kind === 'appended' ? append : null;
          return outcome;
        }),
      },
      queries: { tallies: (...asked) => right(book.tallies(all(own), ...asked)) },
    };
  },
  'it is counted anew from the state alone': (own) => ({
    queries: {
      tallies:
        (...asked) =>
        async () => {
          const book = new TallyBook();
          for (const { id } of all(own)) {
            const state = await answer(own.store.log.load(id));
            if (!isSome(state)) continue;
            const events = await answer(own.store.log.read(id, 0, 1_000));
            const closed = events.filter(({ type }) => type === 'closed');
            book.add({ expectedSeq: 0, events: closed, conversation: state.value });
          }
          return right(book.tallies(all(own), ...asked))();
        },
    },
  }),
};
