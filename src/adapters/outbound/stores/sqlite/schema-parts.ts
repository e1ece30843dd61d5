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
  /** The table that it goes with, such as `log`; a table's own name. */
  readonly table: string;
  /** What makes it; null where that is what makes its table. */
  readonly sql: string | null;
}

/** FTS5 keeps the search in tables of its own, whose columns cannot be asked for where it is damaged. */
const PARTS = `
  SELECT type || ' ' || name AS name,
    CASE WHEN name GLOB 'search_*' THEN 'search' ELSE tbl_name END AS tbl, sql
  FROM sqlite_schema
  UNION ALL
  SELECT 'column ' || t.name || '.' || c.name, t.name, NULL
  FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c
  WHERE t.type = 'table' AND t.name NOT GLOB 'search*'
`;

const partsOf = (db: DatabaseSync): readonly Part[] =>
  db
    .prepare(PARTS)
    .all()
    .map(({ name, tbl, sql }) => ({
      name: String(name),
      table: String(tbl),
      sql: sql === null ? null : String(sql),
    }));

const isTable = ({ name, table }: Part): boolean => name === `table ${table}`;

const newestParts = (): readonly Part[] => {
  const fresh = new DatabaseSync(':memory:');
  try {
    bringUpToDate(fresh, 0);
    return partsOf(fresh);
  } finally {
    fresh.close();
  }
};

/** What a database of the newest version has not, though its schema does: somebody has dropped it. With a table goes all that is of it. */
export const missingParts = (db: DatabaseSync): readonly Part[] => {
  const there = new Set(partsOf(db).map(({ name }) => name));
  const missing = newestParts().filter(({ name }) => !there.has(name));
  const tables = new Set(missing.filter(isTable).map(({ table }) => table));
  return missing.filter((part) => isTable(part) || !tables.has(part.table));
};

/** Tables that say nothing that the log does not; any other is of its own worth. */
const DERIVED: ReadonlySet<string> = new Set([
  'doings',
  'durations',
  'list_counts',
  'log_pages',
  'search',
  'tickets',
]);

/** Whether a rebuild makes it anew. */
export const isDerived = (part: Part): boolean =>
  DERIVED.has(part.table) || (part.sql !== null && !isTable(part));

/** Over what is made right row by row: meanwhile two rows may have one name. */
const NAME_INDEXES = ['index log_by_name', 'index log_by_opening'];

/**
 * For who makes anew what is derived: tables are there, and empty where they were not whole; triggers and the indexes over
 * names are not, until `finishParts`. The search is left to who makes it.
 */
export const prepareParts = (db: DatabaseSync): void => {
  for (const { name } of newestParts()) {
    if (!name.startsWith('trigger ') && !NAME_INDEXES.includes(name)) continue;
    db.exec(`DROP ${name.replace(' ', ' IF EXISTS ')}`);
  }
  const missing = (): readonly Part[] =>
    missingParts(db).filter(({ table }) => DERIVED.has(table) && table !== 'search');
  for (const { table, sql } of missing()) {
    if (sql === null) db.exec(`DROP TABLE IF EXISTS ${table}`);
  }
  for (const part of missing()) {
    if (isTable(part) && part.sql !== null) db.exec(part.sql);
  }
  // By these they are filled.
  for (const { sql } of missing()) if (sql !== null) db.exec(sql);
};

/** Makes the indexes and triggers that are missing. */
export const finishParts = (db: DatabaseSync): void => {
  for (const part of missingParts(db)) {
    if (!isTable(part) && part.sql !== null) db.exec(part.sql);
  }
};
