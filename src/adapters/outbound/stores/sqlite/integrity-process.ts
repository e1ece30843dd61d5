import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../common/message-of.js';
import { openUntouched } from './open-untouched.js';
import { inALine } from './refuse-damage.js';

/** What SQLite's `integrity_check` finds first in a file: `ok`, if nothing. */
const foundIn = (file: string, isOwn: boolean): string => {
  try {
    const db = isOwn ? new DatabaseSync(file) : openUntouched(file);
    const [first] = db.prepare('PRAGMA integrity_check(1)').all();
    db.close();
    return String(first?.['integrity_check']);
  } catch (error) {
    return messageOf(error);
  }
};

// A terminal tells both; who has started this one ends it.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => undefined);
const [, , file = '', isOwn] = process.argv;
process.stdout.write(inALine(foundIn(file, isOwn === 'own')));
