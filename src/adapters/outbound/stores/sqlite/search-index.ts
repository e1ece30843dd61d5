import type { DatabaseSync } from 'node:sqlite';
import type { Append } from '../../../../application/ports/conversation-log.js';
import type { Conversation } from '../../../../domain/conversation.js';
import { searchKeys } from '../../../../domain/search.js';

/**
 * By the numbers of conversations, the keys that they are found by. Each is a word to the index, whatever its letters:
 * nothing is folded or divided but by the blanks between keys.
 */
const SCHEMA = `
  CREATE VIRTUAL TABLE search USING fts5 (
    keys, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '-'"
  );
`;

type Searched = Pick<Conversation, 'number' | 'departmentId' | 'subject' | 'contact' | 'ticket'>;

/** No key of the domain's begins with a hyphen, so none is a department's. */
const departmentKey = (department: string | null): string =>
  department === null ? '--' : `-${Buffer.from(department).toString('hex')}`;

const wordsOf = (conversation: Searched): string =>
  [departmentKey(conversation.departmentId), ...searchKeys(conversation)].join(' ');

/** A query in the language of FTS5: keys have no quotation marks. */
export const queryFor = (
  keys: readonly string[],
  departments: readonly string[] | null,
): string => {
  const all = keys.map((key) => `"${key}"`);
  if (departments === null) return all.join(' AND ');
  const own = [null, ...departments].map(departmentKey).map((key) => `"${key}"`);
  return [...all, `(${own.join(' OR ')})`].join(' AND ');
};

const writer = (db: DatabaseSync): ((conversation: Searched) => void) => {
  const write = db.prepare('INSERT OR REPLACE INTO search (rowid, keys) VALUES (?, ?)');
  return (conversation) => void write.run(conversation.number, wordsOf(conversation));
};

/** What a conversation is found by changes when it is opened, and with its ticket. */
export const searchIndexer = (db: DatabaseSync): ((append: Append) => void) => {
  const write = writer(db);
  return ({ events, conversation }) => {
    const isNews = events.some(({ type }) => type === 'opened' || type === 'ticketOpened');
    if (isNews) write(conversation);
  };
};

/** Has every conversation found that was stored before there was a search; none of them had a ticket. */
export const indexForSearch = (db: DatabaseSync): void => {
  db.exec(SCHEMA);
  const write = writer(db);
  for (const { state } of db.prepare('SELECT state FROM conversations').iterate()) {
    write({ ...(JSON.parse(String(state)) as Searched), ticket: null });
  }
};
