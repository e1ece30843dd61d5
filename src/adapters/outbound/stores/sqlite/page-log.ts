import type { DatabaseSync } from 'node:sqlite';
import { fullPages, listOf, PAGE } from './event-pages.js';

const SCHEMA = `
  ALTER TABLE conversations ADD COLUMN recent_rows TEXT NOT NULL DEFAULT '';

  CREATE TABLE log_pages (
    conversation INTEGER NOT NULL,
    page         INTEGER NOT NULL,
    event_rows   TEXT    NOT NULL,
    PRIMARY KEY (conversation, page)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Lists the rows of each conversation's events in pages, in place of an index over them all: of an index each
 * message writes a leaf of its own. Read in the index's order, so that no more than a page is in memory.
 */
export const pageLog = (db: DatabaseSync): void => {
  db.exec(SCHEMA);
  const file = db.prepare(
    'INSERT INTO log_pages (conversation, page, event_rows) VALUES (?, ?, ?)',
  );
  const keep = db.prepare('UPDATE conversations SET recent_rows = ? WHERE number = ?');
  const log = db.prepare('SELECT conversation, seq, id FROM log ORDER BY conversation, seq');
  let current = 0;
  let rows: number[] = [];
  const endConversation = (): void => {
    if (rows.length > 0) keep.run(listOf(rows), current);
    rows = [];
  };
  for (const row of log.iterate()) {
    const [conversation, seq] = [Number(row['conversation']), Number(row['seq'])];
    if (conversation !== current) endConversation();
    current = conversation;
    rows.push(Number(row['id']));
    if (seq % PAGE > 0) continue;
    file.run(conversation, fullPages(seq) - 1, listOf(rows));
    rows = [];
  }
  endConversation();
  db.exec('DROP INDEX log_by_seq');
};
