import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../common/message-of.js';
import { CANNOT_BE_READ } from './integrity.js';
import { openUntouched } from './open-untouched.js';
import { inALine } from './refuse-damage.js';
import { errorCode } from './sqlite-errors.js';

/** What says nothing of a file's state: it may not be read, somebody has it, or there is none (SQLite's own codes). */
const UNREADABLE: ReadonlySet<number | null> = new Set([3, 5, 6, 8, 10, 14]);

/** What SQLite's `integrity_check` finds first in a file: `ok`, if nothing. */
const foundIn = (file: string, isOwn: boolean): string => {
  try {
    const db = isOwn ? new DatabaseSync(file) : openUntouched(file);
    const [first] = db.prepare('PRAGMA integrity_check(1)').all();
    db.close();
    return String(first?.['integrity_check']);
  } catch (error) {
    if (UNREADABLE.has(errorCode(error))) process.exitCode = CANNOT_BE_READ;
    return messageOf(error);
  }
};

// A terminal tells both; who has started this one ends it.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => undefined);
const [, , file = '', isOwn] = process.argv;
process.stdout.write(inALine(foundIn(file, isOwn === 'own')));
