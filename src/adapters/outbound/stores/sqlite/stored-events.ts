import type { DatabaseSync } from 'node:sqlite';
import type { ConversationEvent, MessagePosted } from '../../../../domain/conversation-event.js';
import { parseStored } from '../common/parse-stored.js';
import { eventPages } from './event-pages.js';

/** What is read of a conversation, each as it is asked for: from a `seq` on, at most so many. */
type Reader<Event> = (id: string, from: number, limit?: number) => Generator<Event>;

/** Rows are asked for one by one: that costs less than a statement that is given a list of them. */
const reader = <Event extends ConversationEvent>(
  db: DatabaseSync,
  condition: string,
): Reader<Event> => {
  const pagesOf = eventPages(db);
  const find = db.prepare(`SELECT event FROM log WHERE id = ? AND ${condition}`);
  find.setReturnArrays(true);
  return function* (id, from, limit = Infinity) {
    let left = limit;
    if (left <= 0) return;
    for (const rows of pagesOf(id, from)) {
      for (const row of rows) {
        const found = find.get(row, from) as readonly unknown[] | undefined;
        if (found === undefined) continue;
        yield parseStored(String(found[0]), id) as Event;
        left -= 1;
        if (left === 0) return;
      }
    }
  };
};

export const eventReader = (db: DatabaseSync): Reader<ConversationEvent> => reader(db, 'seq >= ?');

/**
 * Of messages `from` is a place. None has a place past its `seq`: what is skipped are the events without a place
 * before the first.
 */
export const messageReader = (db: DatabaseSync): Reader<MessagePosted> => reader(db, 'place >= ?');
