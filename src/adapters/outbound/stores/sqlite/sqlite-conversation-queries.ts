import type { ConversationQueries } from '../../../../application/ports/conversation-queries.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { MessagePosted } from '../../../../domain/conversation-event.js';
import type { SqliteDatabase } from './sqlite-database.js';

export const sqliteConversationQueries = ({ db, read }: SqliteDatabase): ConversationQueries => {
  const owned = db.prepare(
    `SELECT state FROM conversations WHERE owner = ?
     ORDER BY updated_at DESC, number DESC LIMIT ? OFFSET ?`,
  );
  const countOwned = db.prepare('SELECT count(*) AS total FROM conversations WHERE owner = ?');
  const messages = db.prepare(
    `SELECT event FROM log
     WHERE conversation = (SELECT number FROM conversations WHERE id = ?)
       AND place >= ?
     ORDER BY place LIMIT ?`,
  );
  return {
    owned: (owner, { page, limit }) =>
      read(() => ({
        items: owned
          .all(owner, limit, (page - 1) * limit)
          .map((row) => JSON.parse(String(row['state'])) as Conversation),
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
