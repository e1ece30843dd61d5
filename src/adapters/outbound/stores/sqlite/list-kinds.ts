import type { DatabaseSync } from 'node:sqlite';
import type { Staff } from '../../../../domain/actor.js';
import { type ListFilter, statusesOf } from '../../../../domain/listing.js';

/** What stands together in one index, and how many there are of it: at least one. */
export interface Kind {
  readonly department: string | null;
  /** Whose it is, or whether it is somebody's. */
  readonly whose: string | number;
  readonly status: string;
  readonly type: string;
  readonly total: number;
}

/** In the order in which what staff have of a department is added up; what is nobody's lies apart. */
export const LIST_COUNTS_BY_DEPARTMENT = `
  CREATE INDEX list_counts_by_department
    ON list_counts (department, assignee IS NOT NULL, status, type);
`;

const WANTED = `
  total > 0 AND status IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR type = ?2)`;

/** What somebody sees and looks for, in kinds that have nothing in common. */
export const listKinds = (
  db: DatabaseSync,
): ((viewer: Staff, filter: ListFilter) => readonly Kind[]) => {
  const departments = db.prepare('SELECT DISTINCT department FROM list_counts');
  const ofDepartment = db.prepare(
    `SELECT department, assignee IS NOT NULL AS whose, status, type, sum(total) AS total
     FROM list_counts WHERE department IS ?3 AND (assignee IS NOT NULL) = ?4 AND ${WANTED}
     GROUP BY status, type`,
  );
  const ofAssignee = db.prepare(
    `SELECT department, assignee AS whose, status, type, total
     FROM list_counts WHERE assignee = ?3 AND ${WANTED}`,
  );

  return (viewer, { status, type, assignee }) => {
    const wanted = [JSON.stringify(statusesOf(status)), type] as const;
    const own = viewer.kind === 'admin' ? null : new Set([null, ...viewer.departments]);
    const ofPerson = (id: string): readonly Kind[] =>
      ofAssignee.all(...wanted, id) as unknown as readonly Kind[];
    const isOfOwn = ({ department }: Kind): boolean => own === null || own.has(department);
    if (assignee !== null && assignee !== 'nobody') {
      const kinds = ofPerson(assignee.id);
      return assignee.id === viewer.id ? kinds : kinds.filter(isOfOwn);
    }
    const visible = own ?? departments.all().map(({ department }) => department ?? null);
    const kinds: Kind[] = [];
    for (const department of visible) {
      for (const isAssigned of assignee === 'nobody' ? [0] : [0, 1]) {
        const found = ofDepartment.all(...wanted, department, isAssigned);
        kinds.push(...(found as unknown as readonly Kind[]));
      }
    }
    if (assignee === 'nobody') return kinds;
    return [...kinds, ...ofPerson(viewer.id).filter((kind) => !isOfOwn(kind))];
  };
};
