import type { ConversationQueries } from '../../../../application/ports/conversation-queries.js';
import type { SqliteDatabase } from './sqlite-database.js';
import { storedMessages } from './stored-events.js';
import { STATE_COLUMNS, storedStates } from './stored-states.js';

export const sqliteConversationQueries = ({ db, read }: SqliteDatabase): ConversationQueries => {
  const owned = db.prepare(
    `SELECT ${STATE_COLUMNS} FROM conversations WHERE owner = ?
     ORDER BY updated_at DESC, number DESC LIMIT ? OFFSET ?`,
  );
  const countOwned = db.prepare('SELECT count(*) AS total FROM conversations WHERE owner = ?');
  const messagesOf = storedMessages(db);
  const stateOf = storedStates(db);
  return {
    owned: (owner, { page, limit }) =>
      read(() => ({
        items: owned.all(owner, limit, (page - 1) * limit).map(stateOf),
        total: Number(countOwned.get(owner)?.['total']),
      })),

    messages: (id, first, count) => read(() => [...messagesOf(id, first).take(count)]),
  };
};
