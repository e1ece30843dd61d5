import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../common/message-of.js';
import { CANNOT_BE_READ } from './integrity.js';
import { check } from './integrity-check.js';
import { openUntouched } from './open-untouched.js';
import { inALine, isOfContent } from './sqlite-errors.js';

/** What SQLite's `integrity_check` finds first in a file: `ok`, if nothing. */
const foundIn = (file: string, isOwn: boolean): string => {
  try {
    const db = isOwn ? new DatabaseSync(file) : openUntouched(file);
    const found = check(db, 'integrity_check');
    db.close();
    return found;
  } catch (error) {
    if (!isOfContent(error)) process.exitCode = CANNOT_BE_READ;
    return inALine(messageOf(error));
  }
};

// A terminal tells both; who has started this one ends it.
process.on('SIGINT', () => undefined);
const [, , file = '', isOwn] = process.argv;
process.stdout.write(foundIn(file, isOwn === 'own'));
