import type { ConversationQueries } from '../../../../application/ports/conversation-queries.js';
import type { SqliteDatabase } from './sqlite-database.js';
import { sqliteLists } from './sqlite-lists.js';
import { sqliteOpenAssigned } from './sqlite-open-assigned.js';
import { messageReader } from './stored-events.js';
import { STATE_COLUMNS, storedStates } from './stored-states.js';

export const sqliteConversationQueries = ({
  db,
  read,
  readMany,
}: SqliteDatabase): ConversationQueries => {
  const owned = db.prepare(
    `SELECT ${STATE_COLUMNS} FROM conversations WHERE owner = ?
     ORDER BY updated_at DESC, number DESC LIMIT ? OFFSET ?`,
  );
  const countOwned = db.prepare('SELECT count(*) AS total FROM conversations WHERE owner = ?');
  const messagesOf = messageReader(db);
  const stateOf = storedStates(db);
  const listed = sqliteLists(db);
  const openAssigned = sqliteOpenAssigned(db);
  return {
    owned: (owner, { page, limit }) =>
      read(() => ({
        items: owned.all(owner, limit, (page - 1) * limit).map(stateOf),
        total: Number(countOwned.get(owner)?.['total']),
      })),

    listed: (viewer, filter, stretch, now) => readMany(() => listed(viewer, filter, stretch, now)),

    openAssigned: (ids) => readMany(() => openAssigned(ids)),

    messages: (id, first, count) => readMany(() => [...messagesOf(id, first, count)]),
  };
};
