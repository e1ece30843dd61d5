import type { DatabaseSync } from 'node:sqlite';
import { messageName } from '../../../../../domain/message-name.js';
import { fullPages, listOf, PAGE } from '../event-pages.js';
import type { LogRow } from './log-order.js';

/** Where the events of a conversation are found: by what is in the row of each, and by pages. */
export interface HistoryRebuilder {
  /** Whether anything was not as it is now. */
  rebuild(number: number, rows: readonly LogRow[]): boolean;
  /** What a conversation's own row says of its newest events. */
  recentRows(rows: readonly LogRow[]): string;
  /** Pages of conversations that are not in the log. */
  removeOthers(): number;
}

export const historyRebuilder = (db: DatabaseSync): HistoryRebuilder => {
  const fix = db.prepare(
    'UPDATE log SET place = ?, sender = ?, client_message_id = ? WHERE id = ?',
  );
  const pagesOf = db.prepare(
    'SELECT event_rows FROM log_pages WHERE conversation = ? ORDER BY page',
  );
  const drop = db.prepare('DELETE FROM log_pages WHERE conversation = ?');
  const file = db.prepare(
    'INSERT INTO log_pages (conversation, page, event_rows) VALUES (?, ?, ?)',
  );
  const others = db.prepare(
    'DELETE FROM log_pages WHERE conversation NOT IN (SELECT conversation FROM log_order)',
  );

  /** Whether one of them was wrong. */
  const rebuildRows = (rows: readonly LogRow[]): boolean => {
    let messages = 0;
    let isWrong = false;
    for (const { id, place, sender, name, event } of rows) {
      if (event.type === 'messagePosted') messages += 1;
      const rightPlace = event.type === 'messagePosted' ? messages : null;
      const own = messageName(event);
      const [rightSender, rightName] = [own?.sender ?? null, own?.clientMessageId ?? null];
      if (place === rightPlace && sender === rightSender && name === rightName) continue;
      fix.run(rightPlace, rightSender, rightName, id);
      isWrong = true;
    }
    return isWrong;
  };

  const rebuildPages = (number: number, rows: readonly LogRow[]): boolean => {
    const ids = rows.map(({ id }) => id);
    const pages = Array.from({ length: fullPages(ids.length) }, (_, page) =>
      listOf(ids.slice(page * PAGE, (page + 1) * PAGE)),
    );
    const found = pagesOf.all(number).map(({ event_rows }) => String(event_rows));
    if (found.length === pages.length && found.every((list, page) => list === pages[page])) {
      return false;
    }
    drop.run(number);
    pages.forEach((list, page) => file.run(number, page, list));
    return true;
  };

  return {
    rebuild: (number, rows) => {
      const wereRowsWrong = rebuildRows(rows);
      return rebuildPages(number, rows) || wereRowsWrong;
    },
    recentRows: (rows) => listOf(rows.slice(fullPages(rows.length) * PAGE).map(({ id }) => id)),
    removeOthers: () => Number(others.run().changes),
  };
};
