import { map as mapOption, none, type Option, some } from 'fp-ts/lib/Option.js';
import type {
  Append,
  AppendOutcome,
  ConversationLog,
} from '../../../../application/ports/conversation-log.js';
import { type Conversation, openSlot, ownerKey } from '../../../../domain/conversation.js';
import type { ConversationEvent, TextMessage } from '../../../../domain/conversation-event.js';
import type { ConversationId } from '../../../../domain/ids.js';
import { messageName } from '../../../../domain/message-name.js';
import type { SqliteDatabase } from './sqlite-database.js';

const statements = ({ db }: SqliteDatabase) => ({
  open: db.prepare(
    `INSERT INTO conversations (number, id, owner, slot, last_seq, updated_at, state)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ),
  advance: db.prepare(
    `UPDATE conversations SET last_seq = ?, updated_at = ?, state = ?
     WHERE number = ? AND last_seq = ?`,
  ),
  moveSlot: db.prepare('UPDATE conversations SET slot = ? WHERE number = ? AND slot IS NOT ?'),
  record: db.prepare(
    `INSERT INTO log (conversation, seq, place, sender, client_message_id, opening, event)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ),
  load: db.prepare('SELECT state FROM conversations WHERE id = ?'),
  read: db.prepare(
    `SELECT event FROM log
     WHERE conversation = (SELECT number FROM conversations WHERE id = ?) AND seq > ?
     ORDER BY seq LIMIT ?`,
  ),
  findNamed: db.prepare(
    'SELECT event FROM log WHERE conversation = ? AND sender = ? AND client_message_id = ?',
  ),
  findMessage: db.prepare(
    `SELECT event FROM log
     WHERE conversation = (SELECT number FROM conversations WHERE id = ?)
       AND sender = ? AND client_message_id = ?`,
  ),
  findOpening: db.prepare(
    `SELECT conversations.id FROM log JOIN conversations ON number = conversation
     WHERE sender = ? AND client_message_id = ? AND opening IS NOT NULL`,
  ),
  findSlot: db.prepare('SELECT id FROM conversations WHERE slot = ?'),
  count: db.prepare(
    `INSERT INTO counters (name, value) VALUES (?, 1)
     ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value`,
  ),
});

type Statements = ReturnType<typeof statements>;
type Row = Record<string, unknown> | undefined;

const column = (row: Row, name: string): Option<string> => {
  const value = row?.[name];
  return typeof value === 'string' ? some(value) : none;
};

/** What this adapter wrote itself, under a schema version that it checked. */
const parseConversation = (json: string): Conversation => JSON.parse(json) as Conversation;
const parseEvent = (json: string): ConversationEvent => JSON.parse(json) as ConversationEvent;
const parseMessage = (json: string): TextMessage => JSON.parse(json) as TextMessage;

const isRepeated = (sql: Statements, { conversation, events, expectedSeq }: Append): boolean => {
  for (const event of events) {
    const name = messageName(event);
    if (name === null) continue;
    const { sender, clientMessageId } = name;
    if (sql.findNamed.get(conversation.number, sender, clientMessageId)) return true;
    if (expectedSeq === 0 && sql.findOpening.get(sender, clientMessageId)) return true;
  }
  return false;
};

/** Puts the state in place if the log ends where the append was decided; false if it does not. */
const advance = (sql: Statements, { conversation, expectedSeq, events }: Append): boolean => {
  const { number, lastSeq, updatedAt } = conversation;
  const state = JSON.stringify(conversation);
  const slot = openSlot(conversation);
  if (expectedSeq === 0) {
    const owner = ownerKey(conversation.owner);
    const row = [number, conversation.id, owner, slot, lastSeq, updatedAt, state] as const;
    return sql.open.run(...row).changes === 1;
  }
  if (sql.advance.run(lastSeq, updatedAt, state, number, expectedSeq).changes !== 1) return false;
  if (events.some(({ type }) => type === 'closed')) sql.moveSlot.run(slot, number, slot);
  return true;
};

const record = (sql: Statements, { conversation, events, expectedSeq }: Append): void => {
  const messages = events.filter(({ type }) => type === 'messagePosted').length;
  let place = conversation.messageCount - messages;
  for (const event of events) {
    const json = JSON.stringify(event);
    if (event.type !== 'messagePosted') {
      sql.record.run(conversation.number, event.seq, null, null, null, null, json);
      continue;
    }
    const name = messageName(event);
    const [sender, as] = name === null ? [null, null] : [name.sender, name.clientMessageId];
    const opening = name !== null && expectedSeq === 0 ? 1 : null;
    place += 1;
    sql.record.run(conversation.number, event.seq, place, sender, as, opening, json);
  }
};

/** What would be refused is seen before anything is written, so a refusal leaves nothing to undo. */
const append = (sql: Statements, one: Append): AppendOutcome => {
  const slot = openSlot(one.conversation);
  if (one.expectedSeq === 0 && slot !== null && sql.findSlot.get(slot))
    return { kind: 'slotTaken' };
  if (isRepeated(sql, one)) return { kind: 'repeated' };
  if (!advance(sql, one)) return { kind: 'taken' };
  record(sql, one);
  return { kind: 'appended' };
};

export const sqliteConversationLog = (database: SqliteDatabase): ConversationLog => {
  const sql = statements(database);
  const { read, write } = database;
  return {
    append: (batch) => write(() => batch.map((one) => append(sql, one))),

    load: (id) => read(() => mapOption(parseConversation)(column(sql.load.get(id), 'state'))),

    read: (id, afterSeq, limit) =>
      read(() => sql.read.all(id, afterSeq, limit).map((row) => parseEvent(String(row['event'])))),

    findMessage: (id, sender, name) =>
      read(() => mapOption(parseMessage)(column(sql.findMessage.get(id, sender, name), 'event'))),

    findOpening: (sender, name) =>
      read(() => column(sql.findOpening.get(sender, name), 'id') as Option<ConversationId>),

    findOpen: (slot) => read(() => column(sql.findSlot.get(slot), 'id') as Option<ConversationId>),

    nextNumber: () => write(() => Number(sql.count.get('conversation')?.['value'])),
  };
};
