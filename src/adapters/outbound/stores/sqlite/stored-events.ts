import type { DatabaseSync } from 'node:sqlite';
import type { ConversationEvent, MessagePosted } from '../../../../domain/conversation-event.js';
import { eventRows } from './event-pages.js';

/** The events of a conversation from a `seq` on, each read as it is asked for. */
export const storedEvents = (
  db: DatabaseSync,
): ((id: string, fromSeq: number) => Generator<ConversationEvent>) => {
  const rowsOf = eventRows(db);
  const find = db.prepare('SELECT event FROM log WHERE id = ?');
  return function* (id, fromSeq) {
    for (const row of rowsOf(id, fromSeq)) {
      yield JSON.parse(String(find.get(row)?.['event'])) as ConversationEvent;
    }
  };
};

/** The messages from a place on, each read as it is asked for. */
export const storedMessages = (
  db: DatabaseSync,
): ((id: string, first: number) => Generator<MessagePosted>) => {
  const rowsOf = eventRows(db);
  const find = db.prepare('SELECT event FROM log WHERE id = ? AND place >= ?');
  return function* (id, first) {
    // No message has a place past its `seq`: what is skipped are the events without a place before the first.
    for (const row of rowsOf(id, first)) {
      const found = find.get(row, first);
      if (found !== undefined) yield JSON.parse(String(found['event'])) as MessagePosted;
    }
  };
};
