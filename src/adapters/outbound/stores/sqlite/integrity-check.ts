import type { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../common/message-of.js';
import { missingParts } from './schema-parts.js';
import { inALine } from './sqlite-errors.js';

/**
 * Whether a check has found fault with the one index of words. It looks at all pages before that; but where the index cannot
 * even be opened it has looked at nothing else.
 */
export const isInSearch = (found: string): boolean => /fts5/i.test(found);

/** Why the index of words cannot even be opened for a check; null where it is something else that fails. */
const faultOfSearch = (db: DatabaseSync, message: string): string | null => {
  if (isInSearch(message)) return message;
  if (!message.startsWith('vtable constructor failed')) return null;
  const lost = missingParts(db).filter(({ table }) => table === 'search');
  return lost.length === 0
    ? null
    : `its fts5 index has no ${lost.map(({ name }) => name).join(', no ')}`;
};

/**
 * @returns what a check of SQLite's finds first, in a line; `ok`, if nothing
 * @throws Error of SQLite's, where it cannot look
 */
export const check = (db: DatabaseSync, name: 'quick_check' | 'integrity_check'): string => {
  try {
    return inALine(db.prepare(`PRAGMA ${name}(1)`).get()?.[name]);
  } catch (error) {
    const fault = faultOfSearch(db, messageOf(error));
    if (fault === null) throw error;
    return fault;
  }
};
