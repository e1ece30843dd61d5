import type { Filter } from 'mongodb';
import type { Page, Stretch } from '../../../../application/ports/conversation-queries.js';
import type { Staff } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { Instant } from '../../../../domain/ids.js';
import { type Activity, type ListFilter, statusesOf } from '../../../../domain/listing.js';
import { CONVERSATION_TYPES } from '../../../../domain/vocabulary.js';
import type { Head } from './documents.js';
import { type FoundDepartments, foundDepartments, inGroups } from './found-departments.js';
import { keyOf } from './keys.js';
import { activityKey, departmentsOf } from './listings.js';
import type { MongoDatabase } from './mongo-database.js';
import { statesInOrder } from './stored-states.js';

type Place = Pick<Head, '_id' | 'activity'>;
type Conditions = Filter<Head>;

export type Listed = (
  viewer: Staff,
  filter: ListFilter,
  stretch: Stretch,
  now: Instant,
) => Promise<Page<Conversation>>;

/** What one index leads to: by themselves the server's plans change with what is stored. */
interface Part {
  readonly hint: 'queue' | 'departmentQueues' | 'assignedLists';
  readonly whose: Conditions;
}

/** Departments of one part: each has up to 24 stretches of the index (two, four statuses, three types), or 12. */
const TOGETHER = 8;

/** What one person has in these departments. */
const assignedTo = (id: string, departments: readonly string[]): readonly Part[] =>
  inGroups(departments, TOGETHER).map((group) => ({
    hint: 'assignedLists',
    whose: { assigned: keyOf(id), department: { $in: group } },
  }));

/** What somebody sees and looks for, in parts that have nothing in common. */
const partsFor = async (
  viewer: Staff,
  { assignee }: ListFilter,
  { assignedTo: departmentsOfHis }: FoundDepartments,
): Promise<readonly Part[]> => {
  const isAssigned = { $in: assignee === null ? [true, false] : [false] };
  const person = assignee === null || assignee === 'nobody' ? null : assignee.id;
  const isAll = viewer.kind === 'admin' || person === viewer.id;
  if (isAll) {
    return person === null
      ? [{ hint: 'queue', whose: { isAssigned } }]
      : assignedTo(person, await departmentsOfHis(person));
  }
  const own = departmentsOf(viewer);
  if (person !== null) {
    const his = await departmentsOfHis(person);
    return assignedTo(
      person,
      his.filter((one) => own.includes(one)),
    );
  }
  const parts = inGroups(own, TOGETHER).map((group): Part => ({
    hint: 'departmentQueues',
    whose: { department: { $in: group }, isAssigned },
  }));
  if (assignee === 'nobody') return parts;
  const his = await departmentsOfHis(viewer.id);
  return [
    ...parts,
    ...assignedTo(
      viewer.id,
      his.filter((one) => !own.includes(one)),
    ),
  ];
};

/** Named in full where any will do, so that the server reads its index in the order of the list. */
const kindOf = ({ status, type }: ListFilter): Conditions => ({
  status: { $in: statusesOf(status) },
  type: { $in: type === null ? [...CONVERSATION_TYPES] : [type] },
});

const behind = (after: Activity | null): Conditions =>
  after === null ? {} : { activity: { $lt: activityKey(after) } };

export const latestFirst = (a: Pick<Place, 'activity'>, b: Pick<Place, 'activity'>): number =>
  a.activity < b.activity ? 1 : -1;

export const mongoLists = (database: MongoDatabase): Listed => {
  const { heads } = database;
  const statesOf = statesInOrder(database);
  const departments = foundDepartments(database);

  const placesOf = (hint: Part['hint'], conditions: Conditions, most: number): Promise<Place[]> =>
    heads
      .find<Place>(conditions, { projection: { activity: 1 }, hint })
      .sort({ activity: -1 })
      .limit(most)
      .toArray();

  const sumOf = async (counts: readonly Promise<number>[]): Promise<number> =>
    (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);

  return async (viewer, filter, { after, skip, limit }, now) => {
    const kind = kindOf(filter);
    const parts = await partsFor(viewer, filter, departments);
    const counted = sumOf(
      parts.map(({ hint, whose }) => heads.countDocuments({ ...whose, ...kind }, { hint })),
    );
    const hidden = sumOf(
      parts.map(({ whose }) =>
        heads.countDocuments({ ...whose, ...kind, hiddenUntil: { $gt: now } }, { hint: 'hidden' }),
      ),
    );
    // Nothing is read of a page that is past the end.
    const read = skip > 0 && skip >= (await counted) ? [] : parts;
    const listing = read.map(({ hint, whose }) => {
      const shown = { ...whose, ...kind, ...behind(after), hiddenUntil: { $not: { $gt: now } } };
      return placesOf(hint, shown, skip + limit);
    });
    const [total, notYet, ...found] = await Promise.all([counted, hidden, ...listing]);
    const chosen = found
      .flat()
      .sort(latestFirst)
      .slice(skip, skip + limit);
    return { items: await statesOf(chosen), total: total - notYet };
  };
};
