import { isSome, none, type Option } from 'fp-ts/lib/Option.js';
import { right } from 'fp-ts/lib/TaskEither.js';
import { type SavedSession, SESSION_TIME } from '../../../src/application/ports/sessions.js';
import { changed, type Fault, type Faults, later, type Right } from '../fault.js';

const found =
  (change: (found: Option<SavedSession>) => Option<SavedSession>): Fault =>
  ({ store }) => ({
    sessions: { find: (key, now) => changed(store.sessions.find(key, now), change) },
  });

const foundAs = (change: (session: SavedSession) => SavedSession): Fault =>
  found((one) => (isSome(one) ? { ...one, value: change(one.value) } : one));

const keyed = (change: (key: string) => string): Fault => {
  const fault: Fault = ({ store: { sessions } }) => ({
    sessions: {
      save: (entries, now) =>
        sessions.save(
          entries.map((entry) => ({ ...entry, key: change(entry.key) })),
          now,
        ),
      find: (key, now) => sessions.find(change(key), now),
    },
  });
  return fault;
};

const known = ({ tables }: Right, key: string): SavedSession | undefined =>
  tables.sessions.get(key)?.session;

/** Of sessions. */
export const SESSIONS: Faults = {
  'no session is found': found(() => none),
  'sessions are kept for ever': ({ tables }) => ({
    sessions: {
      find: (key) => {
        const kept = tables.sessions.get(key);
        return right(kept === undefined ? none : { _tag: 'Some' as const, value: kept.session });
      },
    },
  }),
  'sessions are kept a moment too long': ({ store }) => ({
    sessions: { find: (key, now) => store.sessions.find(key, now - 1) },
  }),
  'sessions are kept for an hour': ({ store }) => ({
    sessions: {
      save: (entries, now) => store.sessions.save(entries, now - (SESSION_TIME * 23) / 24),
    },
  }),
  'time runs from the first save': ({ store, tables }) => ({
    sessions: {
      save: (entries, now) => async () => {
        const before = new Map(tables.sessions);
        const saved = await store.sessions.save(entries, now)();
        for (const [key, { session, until }] of tables.sessions) {
          tables.sessions.set(key, { session, until: before.get(key)?.until ?? until });
        }
        return saved;
      },
    },
  }),
  'those that are over take the others with them': ({ store, tables }) => ({
    sessions: {
      save: (entries, now) => {
        if ([...tables.sessions.values()].some(({ until }) => until <= now))
          tables.sessions.clear();
        return store.sessions.save(entries, now);
      },
    },
  }),
  'only one is kept': ({ store, tables }) => ({
    sessions: {
      save: (entries, now) => {
        tables.sessions.clear();
        return store.sessions.save(entries, now);
      },
    },
  }),
  'of a batch the first is saved': ({ store }) => ({
    sessions: { save: (entries, now) => store.sessions.save(entries.slice(0, 1), now) },
  }),
  'the first that was saved stays': (own) => ({
    sessions: {
      save: (entries, now) =>
        own.store.sessions.save(
          entries.map(({ key, session }) => ({ key, session: known(own, key) ?? session })),
          now,
        ),
    },
  }),
  'joins are added to older ones': (own) => ({
    sessions: {
      save: (entries, now) =>
        own.store.sessions.save(
          entries.map(({ key, session }) => ({
            key,
            session: {
              ...session,
              joined: [...new Set([...(known(own, key)?.joined ?? []), ...session.joined])],
            },
          })),
          now,
        ),
    },
  }),
  'the person stays who it was': (own) => ({
    sessions: {
      save: (entries, now) =>
        own.store.sessions.save(
          entries.map(({ key, session }) => ({
            key,
            session: { ...session, person: known(own, key)?.person ?? session.person },
          })),
          now,
        ),
    },
  }),
  'joins are sorted': foundAs((session) => ({
    ...session,
    joined: session.joined.toSorted((a, b) => a.conversationId.localeCompare(b.conversationId)),
  })),
  'names are the ids': foundAs((session) => ({
    ...session,
    joined: session.joined.map((one) => ({ ...one, name: one.conversationId })),
  })),
  'a conversation is kept once': foundAs((session) => ({
    ...session,
    joined: [...new Map(session.joined.map((one) => [one.conversationId, one])).values()],
  })),
  'fifty conversations are kept': foundAs((session) => ({
    ...session,
    joined: session.joined.slice(0, 50),
  })),
  'keys are told apart by their letters, and not by their case': keyed((key) => key.toLowerCase()),
  'keys are trimmed': keyed((key) => key.trim()),
  'keys are cut': keyed((key) => key.slice(0, 3)),
  'it is answered before it is saved': ({ store }) => ({
    sessions: {
      save: (entries, now) => () => {
        void later(store.sessions.save(entries, now))();
        return right(undefined)();
      },
    },
  }),
  'of many at once the last is saved': ({ store, tables }) => ({
    sessions: {
      save: (entries, now) => async () => {
        const before = [...tables.sessions];
        return later(() => {
          tables.sessions.clear();
          for (const [key, one] of before) tables.sessions.set(key, one);
          return store.sessions.save(entries, now)();
        })();
      },
    },
  }),
};
