import type { DatabaseSync } from 'node:sqlite';

/** Makes a table's content anew, and says how many of its rows were wrong or missing. */
export interface TableRebuilder {
  /** Before anything is written into it. */
  readonly begin: () => void;
  readonly differing: () => number;
}

/** @param content what of it counts, as columns and conditions of a query */
export const tableRebuilder = (
  db: DatabaseSync,
  table: string,
  content: { readonly columns: string; readonly where?: string },
): TableRebuilder => {
  const where = content.where === undefined ? '' : `WHERE ${content.where}`;
  const rows = `SELECT ${content.columns} FROM ${table} ${where}`;
  const before = `SELECT * FROM temp.before_${table}`;
  return {
    begin: () => {
      db.exec(`CREATE TEMP TABLE before_${table} AS ${rows}; DELETE FROM ${table}`);
    },
    differing: () => {
      const count = (query: string): number =>
        Number(db.prepare(`SELECT count(*) AS total FROM (${query})`).get()?.['total']);
      return Math.max(
        count(`${rows} EXCEPT ${before}`),
        count(`${before} EXCEPT ${rows}`),
        // One that is there twice.
        Math.abs(count(rows) - count(before)),
      );
    },
  };
};
