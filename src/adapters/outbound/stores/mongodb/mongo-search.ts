import type { Filter } from 'mongodb';
import type { Staff } from '../../../../domain/actor.js';
import type { Instant } from '../../../../domain/ids.js';
import { type ListFilter, statusesOf } from '../../../../domain/listing.js';
import { MAX_FOUND } from '../../../../domain/search.js';
import { CONVERSATION_TYPES } from '../../../../domain/vocabulary.js';
import type { Head } from './documents.js';
import { foundDepartments, inGroups } from './found-departments.js';
import { keyOf } from './keys.js';
import { activityKey, departmentsOf } from './listings.js';
import type { MongoDatabase } from './mongo-database.js';
import { latestFirst, type Listed } from './mongo-lists.js';
import { statesInOrder } from './stored-states.js';

/** Departments that are read together, of which each is one stretch of an index, or one for each status and type. */
const TOGETHER = 100;
const TOGETHER_ASSIGNED = 16;

/** Keys among which the server finds out which is the rarest. */
const MOST_TRIED = 3;

const FIELDS = {
  number: 1,
  activity: 1,
  status: 1,
  type: 1,
  assigned: 1,
  hiddenUntil: 1,
} as const;

type Found = Pick<
  Head,
  '_id' | 'number' | 'activity' | 'status' | 'type' | 'assigned' | 'hiddenUntil'
>;

/** The other keys are looked for in what is found by the first ones: no index is tried for them. */
const having = (keys: readonly string[]): Filter<Head> => {
  const others = keys.slice(MOST_TRIED);
  return {
    searchKeys: { $all: keys.slice(0, MOST_TRIED) },
    ...(others.length === 0
      ? {}
      : { $expr: { $setIsSubset: [{ $literal: others }, '$searchKeys'] } }),
  };
};

const isWanted = (
  { status, type, assigned, hiddenUntil = 0 }: Found,
  wanted: ListFilter,
  now: Instant,
): boolean => {
  const { assignee } = wanted;
  const isTheirs =
    assignee === null || assigned === (assignee === 'nobody' ? undefined : keyOf(assignee.id));
  return (
    isTheirs &&
    status !== null &&
    statusesOf(wanted.status).includes(status) &&
    (wanted.type === null || type === wanted.type) &&
    hiddenUntil <= now
  );
};

const newestFirst = (one: Found, other: Found): number => other.number - one.number;

/**
 * What is searched for, among the newest that match. An index of all keys leads to these, in their order, department by
 * department; that of what one person has to those that he has elsewhere.
 */
export const mongoSearch = (database: MongoDatabase): Listed => {
  const { heads } = database;
  const statesOf = statesInOrder(database);
  const found = foundDepartments(database);

  const inDepartments = async (
    departments: readonly string[],
    keys: readonly string[],
  ): Promise<readonly Found[]> => {
    const parts = inGroups(departments, TOGETHER).map((group) =>
      heads
        .find<Found>(
          { ...having(keys), department: { $in: group } },
          { projection: FIELDS, hint: 'search' },
        )
        .sort({ number: -1 })
        .limit(MAX_FOUND)
        .batchSize(MAX_FOUND)
        .toArray(),
    );
    return (await Promise.all(parts)).flat().sort(newestFirst).slice(0, MAX_FOUND);
  };

  /** Of what he has elsewhere the latest are looked at, whether they match or not. */
  const assignedElsewhere = async (
    id: string,
    departments: readonly string[],
    keys: readonly string[],
    { status, type }: ListFilter,
  ): Promise<readonly Found[]> => {
    const his = await found.assignedTo(id);
    const parts = inGroups(
      his.filter((one) => !departments.includes(one)),
      TOGETHER_ASSIGNED,
    ).map((group) =>
      heads
        .aggregate<Found>(
          [
            {
              $match: {
                assigned: keyOf(id),
                department: { $in: group },
                status: { $in: statusesOf(status) },
                type: { $in: type === null ? [...CONVERSATION_TYPES] : [type] },
              },
            },
            { $sort: { activity: -1 } },
            { $limit: MAX_FOUND },
            { $match: having(keys) },
            { $project: FIELDS },
          ],
          { hint: 'assignedLists', batchSize: MAX_FOUND },
        )
        .toArray(),
    );
    return (await Promise.all(parts)).flat();
  };

  const foundBy = async (
    viewer: Staff,
    filter: ListFilter,
    keys: readonly string[],
  ): Promise<readonly Found[]> => {
    if (viewer.kind === 'admin') return inDepartments(await found.all(), keys);
    const departments = departmentsOf(viewer);
    const [own, others] = await Promise.all([
      inDepartments(departments, keys),
      assignedElsewhere(viewer.id, departments, keys, filter),
    ]);
    return [...own, ...others];
  };

  return async (viewer, filter, { after, skip, limit }, now) => {
    const keys = filter.search ?? [];
    if (keys.length === 0) return { items: [], total: 0 };
    const all = (await foundBy(viewer, filter, keys))
      .filter((one) => isWanted(one, filter, now))
      .sort(latestFirst);
    const from = after === null ? null : activityKey(after);
    const rest = from === null ? all : all.filter(({ activity }) => activity < from);
    return { items: await statesOf(rest.slice(skip, skip + limit)), total: all.length };
  };
};
