import type { DatabaseSync } from 'node:sqlite';

/** Adds up what is counted already: to be run as one look at the file. */
export const sqliteOpenAssigned = (
  db: DatabaseSync,
): ((ids: readonly string[]) => ReadonlyMap<string, number>) => {
  const count = db.prepare(
    `SELECT sum(total) AS total FROM list_counts WHERE assignee = ? AND status <> 'closed'`,
  );
  return (ids) => new Map(ids.map((id) => [id, Number(count.get(id)?.['total'] ?? 0)]));
};
