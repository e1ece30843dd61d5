import { right } from 'fp-ts/lib/TaskEither.js';
import type { Stretch } from '../../../src/application/ports/conversation-queries.js';
import { isAssignee } from '../../../src/domain/access.js';
import type { Staff } from '../../../src/domain/actor.js';
import { type Conversation, isOpen } from '../../../src/domain/conversation.js';
import type { Instant } from '../../../src/domain/ids.js';
import { byLatestActivity, isListed, type ListFilter } from '../../../src/domain/listing.js';
import { changed, type Fault, type Faults, type Right } from '../fault.js';

interface Asked {
  readonly viewer: Staff;
  readonly filter: ListFilter;
  readonly stretch: Stretch;
  readonly now: Instant;
}

const all = ({ tables }: Right): readonly Conversation[] =>
  [...tables.conversations.values()].map(({ conversation }) => conversation);

/** What is on it is another's idea. */
const holding =
  (isOn: (one: Conversation, asked: Asked) => boolean): Fault =>
  (own) => ({
    queries: {
      listed: (viewer, filter, stretch, now) => {
        const list = all(own).filter((one) => isOn(one, { viewer, filter, stretch, now }));
        const { after, skip, limit } = stretch;
        const rest = list
          .sort(byLatestActivity)
          .filter((one) => after === null || byLatestActivity(after, one) < 0);
        return right({ items: rest.slice(skip, skip + limit), total: list.length });
      },
    },
  });

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

const moved = ({ stretch }: Asked, by: Partial<Stretch>): Partial<Asked> => ({
  stretch: { ...stretch, ...by },
});

/** Of staff's lists. */
export const STAFF_LISTS: Faults = {
  'an agent sees all': asking(({ viewer }) => ({
    viewer: { kind: 'admin', id: viewer.id, profile: viewer.profile },
  })),
  'an admin sees what an agent without departments does': asking(({ viewer }) => ({
    viewer: { departments: [], ...viewer, kind: 'agent' },
  })),
  'what is assigned in other departments is left out': holding(
    (one, { viewer, filter, now }) =>
      isListed(one, viewer, filter, now) &&
      (viewer.kind === 'admin' ||
        one.departmentId === null ||
        viewer.departments.includes(one.departmentId)),
  ),
  'departments are told apart by their letters, and not by their case': holding(
    (one, { viewer, filter, now }) =>
      isListed(one, viewer, filter, now) ||
      (viewer.kind === 'agent' &&
        viewer.departments.some((own) => own.toLowerCase() === one.departmentId?.toLowerCase())),
  ),
  'only what is assigned is listed': holding(
    (one, { viewer, filter, now }) =>
      isListed(one, viewer, filter, now) &&
      (viewer.kind === 'admin' || isAssignee(viewer, one) || one.departmentId !== null),
  ),
  'the status is not looked at': asking(({ filter }) => ({ filter: { ...filter, status: null } })),
  'the type is not looked at': asking(({ filter }) => ({ filter: { ...filter, type: null } })),
  'a status is open or closed, and nothing between': asking(({ filter }) => ({
    filter: { ...filter, status: filter.status === 'closed' ? 'closed' : filter.status && 'open' },
  })),
  'what waits for its owner is not open': holding(
    (one, { viewer, filter, now }) =>
      isListed(one, viewer, filter, now) &&
      (filter.status !== 'open' || one.status !== 'waiting_user'),
  ),
  'whom it is assigned to is not looked at': asking(({ filter }) => ({
    filter: { ...filter, assignee: null },
  })),
  'nobody’s is everybody’s': asking(({ filter }) => ({
    filter: { ...filter, assignee: filter.assignee === 'nobody' ? null : filter.assignee },
  })),
  'nobody’s is everybody else’s': holding((one, { viewer, filter, now }) =>
    filter.assignee === 'nobody'
      ? isListed(one, viewer, { ...filter, assignee: null }, now) && one.assignee?.id !== viewer.id
      : isListed(one, viewer, filter, now),
  ),
  'what is assigned to another is assigned to oneself': asking(({ viewer, filter }) => ({
    filter: {
      ...filter,
      assignee: filter.assignee === null || filter.assignee === 'nobody' ? filter.assignee : viewer,
    },
  })),
  'assignees are told apart by their letters, and not by their case': holding(
    (one, { viewer, filter, now }) => {
      const { assignee } = filter;
      if (assignee === null || assignee === 'nobody') return isListed(one, viewer, filter, now);
      const isHis = one.assignee?.id.toLowerCase() === assignee.id.toLowerCase();
      return isHis && isListed(one, viewer, { ...filter, assignee: null }, now);
    },
  ),
  'what somebody has is shown to all': asking(({ viewer, filter }) =>
    filter.assignee === null || filter.assignee === 'nobody'
      ? {}
      : { viewer: { kind: 'admin', id: viewer.id, profile: viewer.profile } },
  ),
  'what nobody has is shown to all': asking(({ viewer, filter }) =>
    filter.assignee === 'nobody'
      ? { viewer: { kind: 'admin', id: viewer.id, profile: viewer.profile } }
      : {},
  ),
  'one’s own is shown where one may read others’': holding(
    (one, { viewer, filter, now }) =>
      isListed(one, viewer, filter, now) &&
      (filter.assignee === null ||
        viewer.kind === 'admin' ||
        one.departmentId === null ||
        viewer.departments.includes(one.departmentId)),
  ),
  'the total is whoever’s': (own) => ({
    queries: {
      listed: (viewer, filter, stretch, now) =>
        changed(own.store.queries.listed(viewer, filter, stretch, now), ({ items }) => ({
          items,
          total: all(own).filter((one) => isListed(one, viewer, { ...filter, assignee: null }, now))
            .length,
        })),
    },
  }),
  'closed is left out where any will do': asking(({ filter }) => ({
    filter: { ...filter, status: filter.status ?? 'open' },
  })),
  'a newcomer’s is listed at once': asking(() => ({ now: Number.MAX_SAFE_INTEGER })),
  'a newcomer’s is listed a moment too late': asking(({ now }) => ({ now: now - 1 })),
  'what stands for another is listed': holding(
    (one, { viewer, filter, now }) =>
      isListed(one, viewer, filter, now) ||
      (one.aliasOf !== null && isOpen(one) === (filter.status === 'open')),
  ),
  'a stretch begins at its place, and not after it': asking((asked) => {
    const { after } = asked.stretch;
    return after === null ? {} : moved(asked, { after: { ...after, number: after.number + 1 } });
  }),
  'a place is a time alone': asking((asked) => {
    const { after } = asked.stretch;
    return after === null ? {} : moved(asked, { after: { ...after, number: 0 } });
  }),
  'nothing is left out after a place': asking((asked) =>
    asked.stretch.after === null ? {} : moved(asked, { skip: 0 }),
  ),
  'a stretch has one less': asking((asked) => moved(asked, { limit: asked.stretch.limit - 1 })),
  'a stretch overlaps the one before': asking((asked) =>
    moved(asked, { skip: Math.max(0, asked.stretch.skip - 1) }),
  ),
  'the total is that of the stretch': ({ store }) => ({
    queries: {
      listed: (...asked) =>
        changed(store.queries.listed(...asked), ({ items }) => ({ items, total: items.length })),
    },
  }),
  'the total is that of what comes after the place': (own) => ({
    queries: {
      listed: (viewer, filter, stretch, now) =>
        changed(own.store.queries.listed(viewer, filter, stretch, now), ({ items, total }) => {
          const { after } = stretch;
          const before = all(own).filter(
            (one) => after !== null && byLatestActivity(one, after) <= 0,
          );
          return { items, total: total - before.length };
        }),
    },
  }),
  'the total is of all there are': (own) => ({
    queries: {
      listed: (...asked) =>
        changed(own.store.queries.listed(...asked), ({ items }) => ({
          items,
          total: all(own).length,
        })),
    },
  }),
  'the oldest comes first': ({ store }) => ({
    queries: {
      listed: (...asked) =>
        changed(store.queries.listed(...asked), ({ items, total }) => ({
          items: items.toReversed(),
          total,
        })),
    },
  }),
};
