import type { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../common/message-of.js';
import { DatabaseFault } from './database-fault.js';
import { check, isInSearch } from './integrity-check.js';
import { isDerived, missingParts } from './schema-parts.js';
import { isOfDamage, isOfDisk } from './sqlite-errors.js';

const REMEDY =
  'Restore a backup, or move the file away and fill a new store from an export by `switchboard import`.';

const REBUILT = '`switchboard doctor --rebuild` makes that anew.';

/** What SQLite says of a file that is damaged, or of a disk, with what to do about it; any other error as it is. */
export const withRemedy = (error: unknown): unknown => {
  const options = { cause: error };
  if (isOfDamage(error)) {
    return new DatabaseFault(`${messageOf(error)}: it is damaged, or cut off`, REMEDY, options);
  }
  return isOfDisk(error)
    ? new DatabaseFault(messageOf(error), 'See whether the disk is full, or fails.', options)
    : error;
};

/** What to do about what a check of SQLite's has found. */
export const remedyFor = (found: string): string => (isInSearch(found) ? REBUILT : REMEDY);

/**
 * Looks at every page, and whether they make up tables and indexes; not at what is in a row.
 * @param isRebuilt whether the search is made anew next, so that its damage is none; all else is to be looked at then, too
 * @throws DatabaseFault
 */
export const refuseDamage = (db: DatabaseSync, isRebuilt: boolean): void => {
  const found = check(db, 'quick_check');
  if (found === 'ok' || (isRebuilt && isInSearch(found))) return;
  throw new DatabaseFault(`it is damaged: ${found}`, remedyFor(found));
};

/**
 * Looks whether all of the newest schema is there.
 * @param isRebuilt whether what the log says is made anew next
 * @throws DatabaseFault
 */
export const refuseMissingParts = (db: DatabaseSync, isRebuilt: boolean): void => {
  const missing = missingParts(db);
  const canBeMade = missing.every(isDerived);
  if (missing.length === 0 || (isRebuilt && canBeMade)) return;
  const names = missing.map(({ name }) => name);
  throw new DatabaseFault(`it has no ${names.join(', no ')}`, canBeMade ? REBUILT : REMEDY);
};
