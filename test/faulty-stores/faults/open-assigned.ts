import { right } from 'fp-ts/lib/TaskEither.js';
import { type Conversation, isOpen } from '../../../src/domain/conversation.js';
import { changed, eachAppend, type Fault, type Faults, type Right } from '../fault.js';

const all = ({ tables }: Right): readonly Conversation[] =>
  [...tables.conversations.values()].map(({ conversation }) => conversation);

/** Whose it is taken for, and where it counts at all. */
const counting =
  (
    idOf: (one: Conversation) => string | undefined,
    counts: (one: Conversation) => boolean = isOpen,
  ): Fault =>
  (own) => ({
    queries: {
      openAssigned: (ids) => {
        const some = all(own).filter(counts);
        const totals = ids.map(
          (id) => [id, some.filter((one) => idOf(one) === id).length] as const,
        );
        return right(new Map(totals));
      },
    },
  });

const assigneeOf = ({ assignee }: Conversation): string | undefined => assignee?.id;

/** Of how much staff have to do. */
export const OPEN_ASSIGNED: Faults = {
  'nobody has anything': counting(() => undefined),
  'what is closed counts': counting(assigneeOf, () => true),
  'what is active counts alone': counting(assigneeOf, ({ status }) => status === 'active'),
  'what waits for its owner is done': counting(
    assigneeOf,
    (one) => isOpen(one) && one.status !== 'waiting_user',
  ),
  'what is of a department counts alone': counting(
    assigneeOf,
    (one) => isOpen(one) && one.departmentId !== null,
  ),
  'what is of a department does not count': counting(
    assigneeOf,
    (one) => isOpen(one) && one.departmentId === null,
  ),
  'one type counts alone': counting(assigneeOf, (one) => isOpen(one) && one.type === 'general'),
  'what no list has yet does not count': counting(
    assigneeOf,
    (one) => isOpen(one) && (one.newcomerUntil === null || one.isAdopted),
  ),
  'what is nobody’s is everybody’s': ({ store, ...own }) => ({
    queries: {
      openAssigned: (ids) => {
        const free = all({ store, ...own }).filter(({ assignee }) => assignee === null).length;
        return changed(
          store.queries.openAssigned(ids),
          (counts) => new Map(ids.map((id) => [id, (counts.get(id) ?? 0) + free])),
        );
      },
    },
  }),
  'all of them have what one has': ({ store }) => ({
    queries: {
      openAssigned: (ids) =>
        changed(store.queries.openAssigned(ids), (counts) => {
          const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
          return new Map(ids.map((id) => [id, total]));
        }),
    },
  }),
  'who was not asked for is counted too': (own) => ({
    queries: {
      openAssigned: () =>
        own.store.queries.openAssigned(all(own).flatMap((one) => assigneeOf(one) ?? [])),
    },
  }),
  'one who is asked for twice has twice as much': ({ store }) => ({
    queries: {
      openAssigned: (ids) =>
        changed(
          store.queries.openAssigned(ids),
          (counts) =>
            new Map(
              [...counts].map(([id, total]) => [
                id,
                total * ids.filter((one) => one === id).length,
              ]),
            ),
        ),
    },
  }),
  'those behind the hundredth are forgotten': ({ store }) => ({
    queries: { openAssigned: (ids) => store.queries.openAssigned(ids.slice(0, 100)) },
  }),
  'ids are told apart by their letters, and not by their case': (own) => ({
    queries: {
      openAssigned: (ids) => {
        const some = all(own).filter(isOpen);
        const countOf = (id: string): number =>
          some.filter((one) => assigneeOf(one)?.toLowerCase() === id.toLowerCase()).length;
        return right(new Map(ids.map((id) => [id, countOf(id)])));
      },
    },
  }),
  'it counts for who had it first': (own) => {
    const first = new Map<string, string>();
    return {
      ...counting(({ id }) => first.get(id))(own),
      log: {
        append: eachAppend(own, (append, rightly) => {
          const { id, assignee } = append.conversation;
          if (assignee !== null && !first.has(id)) first.set(id, assignee.id);
          return rightly(append);
        }),
      },
    };
  },
};
