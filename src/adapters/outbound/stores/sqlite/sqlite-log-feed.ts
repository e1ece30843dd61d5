import type { LogFeed, LogPosition } from '../../../../application/ports/log-feed.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import type { ConversationId } from '../../../../domain/ids.js';
import { parseStored } from '../common/parse-stored.js';
import type { SqliteDatabase } from './sqlite-database.js';

/**
 * A position is the row of an event: rows are counted on under the lock that one writer holds until its
 * commit, so none appears before one that was seen.
 */
export const sqliteLogFeed = ({ db, read }: SqliteDatabase): LogFeed => {
  const after = db.prepare(
    `SELECT log.id AS position, conversations.id AS conversation_id, event
     FROM log CROSS JOIN conversations ON number = conversation
     WHERE log.id > ? ORDER BY log.id LIMIT ?`,
  );
  return {
    after: (position, limit) =>
      read(() =>
        after.all(Number(position), limit).map((row) => ({
          position: String(row['position']) as LogPosition,
          conversationId: String(row['conversation_id']) as ConversationId,
          event: parseStored(
            String(row['event']),
            String(row['conversation_id']),
          ) as ConversationEvent,
        })),
      ),
  };
};
