import type { DatabaseSync } from 'node:sqlite';
import { missingParts } from './schema-parts.js';
import { errorCode } from './sqlite-errors.js';

const CORRUPT = 11;
const NOT_A_DATABASE = 26;

const REMEDY =
  'Restore a backup, or move the file away and fill a new store from an export by `switchboard import`.';

/** What SQLite says of a file that is damaged, with what to do about it; any other error as it is. */
export const withRemedy = (error: unknown): unknown => {
  const code = errorCode(error);
  if (!(error instanceof Error) || (code !== CORRUPT && code !== NOT_A_DATABASE)) return error;
  return new Error(`${error.message}: it is damaged, or cut off. ${REMEDY}`, { cause: error });
};

/** What a check of SQLite's has found, which makes several lines of it. */
export const inALine = (found: unknown): string => String(found).replace(/\s+/g, ' ');

/**
 * Looks at every page, and whether they make up tables and indexes; not at what is in a row.
 * @throws Error that says what is wrong, and what to do
 */
export const refuseDamage = (db: DatabaseSync): void => {
  const found = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (found !== 'ok') {
    throw new Error(`it is damaged: ${inALine(found)}. ${REMEDY}`);
  }
};

const REBUILT = '`switchboard doctor --rebuild` makes that anew.';

/** FTS5 keeps `search` in tables that begin with its name. */
const isOfSearch = (part: string): boolean => part.startsWith('table search');

/** What is not there of the newest schema, and what to do; null where all is. */
export const lack = (
  db: DatabaseSync,
): { readonly what: string; readonly remedy: string } | null => {
  const missing = missingParts(db);
  if (missing.length === 0) return null;
  const remedy = missing.every(isOfSearch) ? REBUILT : REMEDY;
  return { what: `it has no ${missing.join(', no ')}`, remedy };
};

/** @throws Error that says what of the newest schema is not there, and what to do */
export const refuseMissingParts = (db: DatabaseSync): void => {
  const found = lack(db);
  if (found !== null) throw new Error(`${found.what}. ${found.remedy}`);
};
