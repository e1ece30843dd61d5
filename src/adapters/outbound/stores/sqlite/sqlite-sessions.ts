import { none, some } from 'fp-ts/lib/Option.js';
import {
  type SavedSession,
  SESSION_TIME,
  type Sessions,
} from '../../../../application/ports/sessions.js';
import type { SqliteDatabase } from './sqlite-database.js';

/** Sessions whose time is over that go with each save. */
const PURGED = 1_000;

/** What is saved survives the process, and is on the disk with the next append: no client is told that it would be. */
export const sqliteSessions = ({ db, read, writeSoon }: SqliteDatabase): Sessions => {
  const save = db.prepare(
    'INSERT INTO sessions (key, until, session) VALUES (?, ?, ?) ' +
      'ON CONFLICT DO UPDATE SET until = excluded.until, session = excluded.session',
  );
  const purge = db.prepare(
    'DELETE FROM sessions WHERE rowid IN ' +
      '(SELECT rowid FROM sessions WHERE until <= ? ORDER BY until LIMIT ?)',
  );
  const find = db.prepare('SELECT session FROM sessions WHERE key = ? AND until > ?');
  return {
    save: (entries, now) =>
      writeSoon(() => {
        for (const { key, session } of entries) {
          save.run(key, now + SESSION_TIME, JSON.stringify(session));
        }
        purge.run(now, PURGED);
      }),
    find: (key, now) =>
      read(() => {
        const session = find.get(key, now)?.['session'];
        return typeof session === 'string' ? some(JSON.parse(session) as SavedSession) : none;
      }),
  };
};
