import { none, some } from 'fp-ts/lib/Option.js';
import type { AgentDirectory } from '../../../../application/ports/agent-directory.js';
import type { Staff } from '../../../../domain/actor.js';
import { parseStored } from '../common/parse-stored.js';
import type { SqliteDatabase } from './sqlite-database.js';

const STAFF = 'a member of staff';

export const sqliteAgentDirectory = ({ db, read, write }: SqliteDatabase): AgentDirectory => {
  const remember = db.prepare(
    'INSERT INTO staff (id, actor) VALUES (?, ?) ON CONFLICT DO UPDATE SET actor = excluded.actor',
  );
  const find = db.prepare('SELECT actor FROM staff WHERE id = ?');
  const first = db.prepare('SELECT actor FROM staff ORDER BY id LIMIT ?');
  const next = db.prepare('SELECT actor FROM staff WHERE id > ? ORDER BY id LIMIT ?');
  return {
    remember: (staff) =>
      write(() => {
        remember.run(staff.id, JSON.stringify(staff));
      }),
    find: (id) =>
      read(() => {
        const actor = find.get(id)?.['actor'];
        return typeof actor === 'string' ? some(parseStored(actor, STAFF) as Staff) : none;
      }),
    list: (after, limit) =>
      read(() => {
        const rows = after === null ? first.all(limit) : next.all(after, limit);
        return rows.map(({ actor }) => parseStored(String(actor), STAFF) as Staff);
      }),
  };
};
