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
  /** Such as `table log`, or `column log.event`. */
  readonly name: string;
  /** The name of the table that it goes with, as above; null for a table. */
  readonly of: string | null;
  /** What makes it; null where that is what makes its table. */
  readonly sql: string | null;
}

const PARTS = `
  SELECT type, name, tbl_name AS of, sql FROM sqlite_schema
  UNION ALL
  SELECT 'column', t.name || '.' || c.name, t.name, NULL
  FROM sqlite_schema t JOIN pragma_table_info(t.name) c
  WHERE t.type = 'table' AND t.name NOT LIKE 'search%'
`;

const partsOf = (db: DatabaseSync): readonly Part[] =>
  db
    .prepare(PARTS)
    .all()
    .map(({ type, name, of, sql }) => ({
      name: `${String(type)} ${String(name)}`,
      of: type === 'table' ? null : `table ${String(of)}`,
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
export const missingNames = (db: DatabaseSync): readonly string[] => {
  const missing = missingParts(db);
  const names = new Set(missing.map(({ name }) => name));
  // With a table goes all that is of it.
  return missing.filter(({ of }) => of === null || !names.has(of)).map(({ name }) => name);
};

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
