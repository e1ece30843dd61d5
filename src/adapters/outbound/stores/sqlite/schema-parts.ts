import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from './migrations.js';

/** Brings an empty schema, or one of an older version, to the newest. */
export const bringUpToDate = (db: DatabaseSync, from: number): void => {
  for (const step of MIGRATIONS.slice(from)) {
    if (typeof step === 'string') db.exec(step);
    else step(db);
  }
};

interface Part {
  /** Such as `table log`. */
  readonly name: string;
  /** What makes it; null where that is what makes its table. */
  readonly sql: string | null;
}

const partsOf = (db: DatabaseSync): readonly Part[] =>
  db
    .prepare('SELECT type, name, sql FROM sqlite_schema')
    .all()
    .map(({ type, name, sql }) => ({
      name: `${String(type)} ${String(name)}`,
      sql: sql === null ? null : String(sql),
    }));

const missingParts = (db: DatabaseSync): readonly Part[] => {
  const fresh = new DatabaseSync(':memory:');
  try {
    bringUpToDate(fresh, 0);
    const there = new Set(partsOf(db).map(({ name }) => name));
    return partsOf(fresh).filter(({ name }) => !there.has(name));
  } finally {
    fresh.close();
  }
};

/** What a database of the newest version has not, though its schema does: somebody has dropped it. */
export const missingNames = (db: DatabaseSync): readonly string[] =>
  missingParts(db).map(({ name }) => name);

/** FTS5 keeps it in tables that begin with its name. */
const SEARCH = 'table search';

/** What says nothing that the log does not: any table that is not among these is of its own worth. */
const DERIVED =
  /^(?:index|trigger) |^table (?:search|log_pages|list_counts|tickets|durations|doings)/;

/** Whether a rebuild makes it anew. */
export const isDerived = (part: string): boolean => DERIVED.test(part);

/** Makes what is derived, and empty; but for the search, whose rebuild makes its tables. */
export const makeDerivedParts = (db: DatabaseSync): void => {
  for (const { name, sql } of missingParts(db)) {
    if (sql !== null && isDerived(name) && !name.startsWith(SEARCH)) db.exec(sql);
  }
};
