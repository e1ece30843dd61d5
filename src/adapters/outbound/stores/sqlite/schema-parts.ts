import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from './migrations.js';

/** Brings an empty schema, or one of an older version, to the newest. */
export const bringUpToDate = (db: DatabaseSync, from: number): void => {
  for (const step of MIGRATIONS.slice(from)) {
    if (typeof step === 'string') db.exec(step);
    else step(db);
  }
};

const partsOf = (db: DatabaseSync): readonly string[] =>
  db
    .prepare('SELECT type, name FROM sqlite_schema')
    .all()
    .map(({ type, name }) => `${String(type)} ${String(name)}`);

/** What a database of the newest version has not, though its schema does: somebody has dropped it. */
export const missingParts = (db: DatabaseSync): readonly string[] => {
  const fresh = new DatabaseSync(':memory:');
  try {
    bringUpToDate(fresh, 0);
    const there = new Set(partsOf(db));
    return partsOf(fresh).filter((part) => !there.has(part));
  } finally {
    fresh.close();
  }
};
