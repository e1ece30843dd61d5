import type { DatabaseSync } from 'node:sqlite';
import type { Append } from '../../../../application/ports/conversation-log.js';
import type { Agent } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import { searchKeys } from '../../../../domain/search.js';

/**
 * By the numbers of conversations, the keys that they are found by. Each is a word to the index, whatever its letters:
 * nothing is folded or divided but by the blanks between keys.
 */
export const SEARCH_SCHEMA = `
  CREATE VIRTUAL TABLE search USING fts5 (
    keys, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '-'"
  );
`;

/**
 * In bytes, instead of 4,050. To read the newest first FTS5 lists all that a page has, in a buffer which grows by eight at a time:
 * with large pages an answer took up to twice as long, by what the process had in memory beside.
 */
export const SMALL_SEARCH_PAGES = "INSERT INTO search (search, rank) VALUES ('pgsz', 1000)";

type Searched = Pick<
  Conversation,
  'number' | 'departmentId' | 'assignee' | 'subject' | 'contact' | 'ticket'
>;

/** No key of the domain's begins with a hyphen, so none is a department's. */
const departmentKey = (department: string | null): string =>
  department === null ? '--' : `-${Buffer.from(department).toString('hex')}`;

/** Nor is a department's, whose digits are hexadecimal. */
const assigneeKey = (id: string): string => `-x${Buffer.from(id).toString('hex')}`;

const wordsOf = (conversation: Searched): string => {
  const { departmentId, assignee } = conversation;
  const whose = assignee === null ? [] : [assigneeKey(assignee.id)];
  return [departmentKey(departmentId), ...whose, ...searchKeys(conversation)].join(' ');
};

/** Keys have no quotation marks. */
const quoted = (key: string): string => `"${key}"`;

/** A query in the language of FTS5. */
export const queryFor = (keys: readonly string[]): string => keys.map(quoted).join(' AND ');

/** The same, of no more than an agent may read. */
export const queryOf = (keys: readonly string[], { id, departments }: Agent): string => {
  const own = [...[null, ...departments].map(departmentKey), assigneeKey(id)].map(quoted);
  return `${queryFor(keys)} AND (${own.join(' OR ')})`;
};

/** Writes what a conversation is found by, in place of what it was found by before. */
export const searchWriter = (db: DatabaseSync): ((conversation: Searched) => void) => {
  const write = db.prepare('INSERT OR REPLACE INTO search (rowid, keys) VALUES (?, ?)');
  return (conversation) => void write.run(conversation.number, wordsOf(conversation));
};

/** By what a conversation is found changes with these alone, none of which is a message. */
const CHANGES: readonly ConversationEvent['type'][] = [
  'opened',
  'ticketOpened',
  'claimed',
  'handedOver',
];

export const searchIndexer = (db: DatabaseSync): ((append: Append) => void) => {
  const write = searchWriter(db);
  return ({ events, conversation }) => {
    if (events.some(({ type }) => CHANGES.includes(type))) write(conversation);
  };
};

/** Has every conversation found that was stored before there was a search; none of them had a ticket. */
export const indexForSearch = (db: DatabaseSync): void => {
  db.exec(SEARCH_SCHEMA);
  const write = searchWriter(db);
  for (const { state } of db.prepare('SELECT state FROM conversations').iterate()) {
    write({ ...(JSON.parse(String(state)) as Searched), ticket: null });
  }
};
