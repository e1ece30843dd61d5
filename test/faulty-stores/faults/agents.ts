import { fromNullable, some } from 'fp-ts/lib/Option.js';
import { right } from 'fp-ts/lib/TaskEither.js';
import { noProfile } from '../../../src/domain/actor.js';
import { changed, type Faults, later } from '../fault.js';

/** Of agents. */
export const AGENTS: Faults = {
  'the first token counts': ({ store, tables }) => ({
    agents: {
      remember: (staff) =>
        tables.staff.has(staff.id) ? right(undefined) : store.agents.remember(staff),
    },
  }),
  'departments are kept from older tokens': ({ store, tables }) => ({
    agents: {
      remember: (staff) => {
        const before = tables.staff.get(staff.id);
        const older = before?.kind === 'agent' ? before.departments : [];
        return store.agents.remember(
          staff.kind === 'agent'
            ? { ...staff, departments: [...new Set([...older, ...staff.departments])] }
            : staff,
        );
      },
    },
  }),
  'an email that is gone is kept': ({ store, tables }) => ({
    agents: {
      remember: (staff) => {
        const email = staff.profile.email ?? tables.staff.get(staff.id)?.profile.email ?? null;
        return store.agents.remember({ ...staff, profile: { ...staff.profile, email } });
      },
    },
  }),
  'an agent who becomes an admin stays an agent': ({ store, tables }) => ({
    agents: {
      remember: (staff) =>
        tables.staff.get(staff.id)?.kind === 'agent'
          ? store.agents.remember({ ...staff, kind: 'agent', departments: [] })
          : store.agents.remember(staff),
    },
  }),
  'departments are sorted': ({ store }) => ({
    agents: {
      remember: (staff) =>
        store.agents.remember(
          staff.kind === 'agent' ? { ...staff, departments: staff.departments.toSorted() } : staff,
        ),
    },
  }),
  'ids are told apart by their letters, and not by their case': ({ store }) => ({
    agents: {
      remember: (staff) => store.agents.remember({ ...staff, id: staff.id.toLowerCase() }),
      find: (id) => store.agents.find(id.toLowerCase()),
    },
  }),
  'ids are found by their beginning': ({ tables }) => ({
    agents: {
      find: (id) =>
        right(fromNullable([...tables.staff.values()].find((staff) => staff.id.startsWith(id)))),
    },
  }),
  'ids are trimmed': ({ store }) => ({ agents: { find: (id) => store.agents.find(id.trim()) } }),
  'an object is asked, which knows its prototype': () => {
    const staff: Record<string, unknown> = {};
    return {
      agents: {
        remember: (one) => {
          staff[one.id] = one;
          return right(undefined);
        },
        find: (id) => right(fromNullable(staff[id] as never)),
      },
    };
  },
  'whoever is unknown is somebody': ({ store }) => ({
    agents: {
      find: (id) =>
        changed(store.agents.find(id), (found) =>
          found._tag === 'Some'
            ? found
            : some({ kind: 'agent', id, departments: [], profile: noProfile }),
        ),
    },
  }),
  'of many at once the last is remembered': ({ tables }) => ({
    agents: {
      remember: (staff) => async () => {
        const before = [...tables.staff];
        return later(() => {
          tables.staff.clear();
          for (const [id, one] of before) tables.staff.set(id, one);
          tables.staff.set(staff.id, staff);
          return right(undefined)();
        })();
      },
    },
  }),
  'it is answered before it is remembered': ({ store }) => ({
    agents: {
      remember: (staff) => () => {
        void later(store.agents.remember(staff))();
        return right(undefined)();
      },
    },
  }),
};
