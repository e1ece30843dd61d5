import type { DatabaseSync } from 'node:sqlite';
import { isDerived, missingNames } from './schema-parts.js';
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

const REBUILT = '`switchboard doctor --rebuild` makes that anew.';

/** Whether a check has found fault with the one index of words; it looks at all pages before that. */
const isInSearch = (found: string): boolean => /fts5/i.test(found);

/** What to do about what a check has found, where it is no more than a rebuild makes anew; else null. */
export const rebuilding = (found: string): string | null => (isInSearch(found) ? REBUILT : null);

/**
 * Looks at every page, and whether they make up tables and indexes; not at what is in a row.
 * @param isRebuilt whether the search is made anew next, so that its damage is none
 * @throws Error that says what is wrong, and what to do
 */
export const refuseDamage = (db: DatabaseSync, isRebuilt: boolean): void => {
  const found = inALine(db.prepare('PRAGMA quick_check(1)').get()?.['quick_check']);
  if (found === 'ok' || (isRebuilt && isInSearch(found))) return;
  throw new Error(`it is damaged: ${found}. ${rebuilding(found) ?? REMEDY}`);
};

/** What is not there of the newest schema, and what to do; null where all is. */
export const lack = (
  db: DatabaseSync,
): { readonly what: string; readonly remedy: string } | null => {
  const missing = missingNames(db);
  if (missing.length === 0) return null;
  const remedy = missing.every(isDerived) ? REBUILT : REMEDY;
  return { what: `it has no ${missing.join(', no ')}`, remedy };
};

/**
 * @param isRebuilt whether what the log says is made anew next
 * @throws Error that says what of the newest schema is not there, and what to do
 */
export const refuseMissingParts = (db: DatabaseSync, isRebuilt: boolean): void => {
  const found = lack(db);
  if (found === null || (isRebuilt && found.remedy === REBUILT)) return;
  throw new Error(`${found.what}. ${found.remedy}`);
};
