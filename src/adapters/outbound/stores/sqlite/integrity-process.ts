import { DatabaseSync } from 'node:sqlite';

/** Says on standard output what SQLite's `integrity_check` finds first in the file that it is given: `ok`, if nothing. */
const [, , file = ''] = process.argv;
// A terminal tells both; who has started this one ends it.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => undefined);
const db = new DatabaseSync(file);
const found = db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
db.close();
process.stdout.write(String(found));
