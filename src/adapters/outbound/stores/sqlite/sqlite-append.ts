import type { DatabaseSync } from 'node:sqlite';
import { checkAppend } from '../../../../application/check-append.js';
import type { Append, AppendOutcome } from '../../../../application/ports/conversation-log.js';
import { openSlot, ownerKey } from '../../../../domain/conversation.js';
import { STATE_VERSION } from '../../../../domain/evolve.js';
import { messageName } from '../../../../domain/message-name.js';

const statements = (db: DatabaseSync) => ({
  findMessage: db.prepare(
    'SELECT 1 FROM log WHERE conversation = ? AND sender = ? AND client_message_id = ?',
  ),
  findOpening: db.prepare(
    'SELECT 1 FROM log WHERE sender = ? AND client_message_id = ? AND opening IS NOT NULL',
  ),
  open: db.prepare(
    `INSERT INTO conversations (number, id, owner, slot, last_seq, updated_at, state, state_version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ${STATE_VERSION}) ON CONFLICT DO NOTHING`,
  ),
  isOpenElsewhere: db.prepare('SELECT 1 FROM conversations WHERE slot = ? AND id <> ?'),
  advance: db.prepare(
    `UPDATE conversations
     SET last_seq = ?, updated_at = ?, state = ?, state_version = ${STATE_VERSION}
     WHERE number = ? AND last_seq = ? AND owner = ? AND slot IS ?`,
  ),
  move: db.prepare(
    `UPDATE OR IGNORE conversations
     SET last_seq = ?, updated_at = ?, state = ?, state_version = ${STATE_VERSION},
         owner = ?, slot = ?
     WHERE number = ? AND last_seq = ?`,
  ),
  isAt: db.prepare('SELECT 1 FROM conversations WHERE number = ? AND last_seq = ?'),
  record: db.prepare(
    `INSERT INTO log (conversation, seq, place, sender, client_message_id, opening, event)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ),
});

type Statements = ReturnType<typeof statements>;
type Refusal = 'taken' | 'slotTaken';

const isRepeated = (sql: Statements, { conversation, events, expectedSeq }: Append): boolean => {
  for (const event of events) {
    const name = messageName(event);
    if (name === null) continue;
    const { sender, clientMessageId } = name;
    if (sql.findMessage.get(conversation.number, sender, clientMessageId)) return true;
    if (expectedSeq === 0 && sql.findOpening.get(sender, clientMessageId)) return true;
  }
  return false;
};

const open = (sql: Statements, { conversation }: Append): Refusal | null => {
  const { id, number, lastSeq, updatedAt } = conversation;
  const owner = ownerKey(conversation.owner);
  const slot = openSlot(conversation);
  const state = JSON.stringify(conversation);
  const { changes } = sql.open.run(number, id, owner, slot, lastSeq, updatedAt, state);
  if (changes === 1) return null;
  return sql.isOpenElsewhere.get(slot, id) ? 'slotTaken' : 'taken';
};

/** Few appends move their conversation to another owner or slot: only those pay for its index. */
const advance = (sql: Statements, { conversation, expectedSeq }: Append): Refusal | null => {
  const { number, lastSeq, updatedAt } = conversation;
  const owner = ownerKey(conversation.owner);
  const slot = openSlot(conversation);
  const state = JSON.stringify(conversation);
  const after = [lastSeq, updatedAt, state] as const;
  if (sql.advance.run(...after, number, expectedSeq, owner, slot).changes === 1) return null;
  if (sql.move.run(...after, owner, slot, number, expectedSeq).changes === 1) return null;
  return sql.isAt.get(number, expectedSeq) ? 'slotTaken' : 'taken';
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

/** Stores one append inside a transaction; one that is refused has changed nothing. */
export const sqliteAppend = (db: DatabaseSync): ((append: Append) => AppendOutcome) => {
  const sql = statements(db);
  return (append) => {
    checkAppend(append);
    if (isRepeated(sql, append)) return { kind: 'repeated' };
    const refusal = append.expectedSeq === 0 ? open(sql, append) : advance(sql, append);
    if (refusal !== null) return { kind: refusal };
    record(sql, append);
    return { kind: 'appended' };
  };
};
