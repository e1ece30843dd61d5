import type { DatabaseSync } from 'node:sqlite';
import type { Append } from '../../../../application/ports/conversation-log.js';

/** Events on a page; never to be changed once anything is stored. */
export const PAGE = 32;

/** Row numbers as they are stored; never to be changed either. The shorter, the less is written for each message. */
export const listOf = (rows: readonly number[]): string =>
  rows.map((row) => `${row.toString(36)},`).join('');

const rowsOf = (list: unknown): readonly number[] =>
  String(list)
    .split(',')
    .slice(0, -1)
    .map((row) => parseInt(row, 36));

/** Which page an event is on follows from its `seq` alone, so pages are found by their key. */
export const fullPages = (lastSeq: number): number => Math.floor(lastSeq / PAGE);

/**
 * Moves the pages that an append has filled out of the conversation's row, which bears the rows of its newest
 * events: to write them there costs nothing, since the row is written anyway.
 */
export const fullPageFiler = (db: DatabaseSync): ((append: Append) => void) => {
  const find = db.prepare('SELECT recent_rows FROM conversations WHERE number = ?');
  const file = db.prepare(
    'INSERT INTO log_pages (conversation, page, event_rows) VALUES (?, ?, ?)',
  );
  const keep = db.prepare('UPDATE conversations SET recent_rows = ? WHERE number = ?');
  return ({ conversation: { number, lastSeq }, expectedSeq }) => {
    const end = fullPages(lastSeq);
    let page = fullPages(expectedSeq);
    if (page === end) return;
    let rows = rowsOf(find.get(number)?.['recent_rows']);
    for (; page < end; page += 1) {
      file.run(number, page, listOf(rows.slice(0, PAGE)));
      rows = rows.slice(PAGE);
    }
    keep.run(listOf(rows), number);
  };
};

/**
 * The rows of a conversation's events from a `seq` on, in order, a page at a time. Another process may append
 * between two statements: a page that was full stays as it is, and the others are in the row that was read first.
 */
export const eventPages = (
  db: DatabaseSync,
): ((id: string, fromSeq: number) => Generator<readonly number[]>) => {
  const find = db.prepare('SELECT number, last_seq, recent_rows FROM conversations WHERE id = ?');
  const findPage = db.prepare(
    'SELECT event_rows FROM log_pages WHERE conversation = ? AND page = ?',
  );
  return function* (id, fromSeq) {
    const found = find.get(id);
    if (found === undefined) return;
    const lastSeq = Number(found['last_seq']);
    const full = fullPages(lastSeq);
    let next = Math.max(fromSeq - 1, 0);
    while (next < lastSeq) {
      const page = fullPages(next);
      const list =
        page === full
          ? found['recent_rows']
          : findPage.get(Number(found['number']), page)?.['event_rows'];
      yield rowsOf(list).slice(next % PAGE);
      next = (page + 1) * PAGE;
    }
  };
};
