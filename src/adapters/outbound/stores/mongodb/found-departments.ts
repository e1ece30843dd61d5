import { keyOf } from './keys.js';
import type { Head } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';

/** Departments of conversations, by their keys: an index tells each of them by one look, however many are in it. */
export interface FoundDepartments {
  all(): Promise<readonly string[]>;
  /** Those of what one person has. */
  assignedTo(id: string): Promise<readonly string[]>;
}

export const foundDepartments = ({ heads }: Pick<MongoDatabase, 'heads'>): FoundDepartments => {
  const found = async (hint: string, conditions: object): Promise<readonly string[]> => {
    const each = await heads
      .aggregate<Pick<Head, '_id'>>(
        [{ $match: conditions }, { $sort: { department: 1 } }, { $group: { _id: '$department' } }],
        { hint },
      )
      .toArray();
    return each.map(({ _id }) => _id);
  };
  return {
    all: () => found('departmentQueues', {}),
    assignedTo: (id) => found('assignedLists', { assigned: keyOf(id) }),
  };
};

/** As many as may be read in order together: the server merges at most 200 stretches of an index. */
export const inGroups = (
  departments: readonly string[],
  together: number,
): readonly (readonly string[])[] => {
  const groups: (readonly string[])[] = [];
  for (let first = 0; first < departments.length; first += together) {
    groups.push(departments.slice(first, first + together));
  }
  return groups;
};
