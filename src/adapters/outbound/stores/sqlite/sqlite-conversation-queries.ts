import type { ConversationQueries } from '../../../../application/ports/conversation-queries.js';
import type { MessagePosted } from '../../../../domain/conversation-event.js';
import type { SqliteDatabase } from './sqlite-database.js';
import { STATE_COLUMNS, storedStates } from './stored-states.js';

export const sqliteConversationQueries = ({ db, read }: SqliteDatabase): ConversationQueries => {
  const owned = db.prepare(
    `SELECT ${STATE_COLUMNS} FROM conversations WHERE owner = ?
     ORDER BY updated_at DESC, number DESC LIMIT ? OFFSET ?`,
  );
  const countOwned = db.prepare('SELECT count(*) AS total FROM conversations WHERE owner = ?');
  // No message has a place past its `seq`: what is skipped are the events without a place before the first.
  const messages = db.prepare(
    `SELECT event FROM log
     WHERE conversation = (SELECT number FROM conversations WHERE id = ?1)
       AND seq >= ?2 AND place >= ?2
     ORDER BY seq LIMIT ?3`,
  );
  const stateOf = storedStates(db);
  return {
    owned: (owner, { page, limit }) =>
      read(() => ({
        items: owned.all(owner, limit, (page - 1) * limit).map(stateOf),
        total: Number(countOwned.get(owner)?.['total']),
      })),

    messages: (id, first, count) =>
      read(() =>
        messages
          .all(id, first, count)
          .map((row) => JSON.parse(String(row['event'])) as MessagePosted),
      ),
  };
};
