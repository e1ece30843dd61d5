import type { DatabaseSync } from 'node:sqlite';
import { checkAppend } from '../../../../application/check-append.js';
import type { Append, AppendOutcome } from '../../../../application/ports/conversation-log.js';
import { openSlot, ownerKey } from '../../../../domain/conversation.js';
import { STATE_VERSION } from '../../../../domain/evolve.js';
import { messageName } from '../../../../domain/message-name.js';
import { fullPageFiler, listOf } from './event-pages.js';
import { listingOf } from './listing-of.js';
import { searchIndexer } from './search-index.js';
import { tallyKeeper } from './tally-tables.js';
import { ticketFiler } from './ticket-keys.js';

const statements = (db: DatabaseSync) => ({
  open: db.prepare(
    `INSERT INTO conversations (number, id, owner, slot, last_seq, updated_at, state, state_version,
                                recent_rows, department, assignee, status, type, listed_from)
     VALUES (?, ?, ?, ?, ?, ?, ?, ${STATE_VERSION}, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ),
  isOpenElsewhere: db.prepare('SELECT 1 FROM conversations WHERE slot = ? AND id <> ?'),
  advance: db.prepare(
    `UPDATE conversations
     SET last_seq = ?, updated_at = ?, state = ?, state_version = ${STATE_VERSION},
         recent_rows = recent_rows || ?
     WHERE number = ? AND last_seq = ? AND owner = ? AND slot IS ? AND listed_from IS ?
       AND assignee IS ? AND status = ?`,
  ),
  requeue: db.prepare(
    `UPDATE conversations
     SET last_seq = ?, updated_at = ?, state = ?, state_version = ${STATE_VERSION},
         recent_rows = recent_rows || ?, assignee = ?, status = ?
     WHERE number = ? AND last_seq = ? AND owner = ? AND slot IS ? AND listed_from IS ?`,
  ),
  move: db.prepare(
    `UPDATE OR IGNORE conversations
     SET last_seq = ?, updated_at = ?, state = ?, state_version = ${STATE_VERSION},
         recent_rows = recent_rows || ?, assignee = ?, status = ?, owner = ?, slot = ?,
         listed_from = ?
     WHERE number = ? AND last_seq = ?`,
  ),
  isAt: db.prepare('SELECT 1 FROM conversations WHERE number = ? AND last_seq = ?'),
  // A name that is there already is the only thing that a row can conflict with.
  record: db.prepare(
    `INSERT INTO log (conversation, seq, place, sender, client_message_id, opening, event)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ),
  takeBack: db.prepare('DELETE FROM log WHERE id >= ?'),
});

type Statements = ReturnType<typeof statements>;

type Refusal = 'repeated' | 'taken' | 'slotTaken' | 'ticketTaken';

const open = (sql: Statements, { conversation }: Append, rows: string): Refusal | null => {
  const { id, number, lastSeq, updatedAt } = conversation;
  const owner = ownerKey(conversation.owner);
  const slot = openSlot(conversation);
  const state = JSON.stringify(conversation);
  const { department, assignee, status, type, listedFrom } = listingOf(conversation);
  const { changes } = sql.open.run(
    ...[number, id, owner, slot, lastSeq, updatedAt, state, rows],
    ...[department, assignee, status, type, listedFrom],
  );
  if (changes === 1) return null;
  return sql.isOpenElsewhere.get(slot, id) ? 'slotTaken' : 'taken';
};

/** Whose message comes right behind another's: then the status is hardly what it was. */
const isAnswer = ({ conversation: { lastWriter }, expectedSeq }: Append): boolean =>
  lastWriter?.othersSeq === expectedSeq;

/**
 * That `seq` is what was expected settles every race. Answers move their conversation to another list, and few appends to
 * another owner or slot: only those pay for its index, and for what is counted. Type and department stay what they were.
 */
const advance = (sql: Statements, append: Append, rows: string): Refusal | null => {
  const { conversation, expectedSeq } = append;
  const { number, lastSeq, updatedAt } = conversation;
  const owner = ownerKey(conversation.owner);
  const slot = openSlot(conversation);
  const state = JSON.stringify(conversation);
  const after = [lastSeq, updatedAt, state, rows] as const;
  const { assignee, status, listedFrom } = listingOf(conversation);
  const queue = [assignee, status] as const;
  const place = [owner, slot, listedFrom] as const;
  const found = [number, expectedSeq] as const;
  if (!isAnswer(append) && sql.advance.run(...after, ...found, ...place, ...queue).changes === 1)
    return null;
  if (sql.requeue.run(...after, ...queue, ...found, ...place).changes === 1) return null;
  if (sql.move.run(...after, ...queue, ...place, ...found).changes === 1) return null;
  return sql.isAt.get(number, expectedSeq) ? 'slotTaken' : 'taken';
};

/** The rows of the events, in order: fewer than there are when a message is stored already. */
const record = (sql: Statements, { conversation, events, expectedSeq }: Append): number[] => {
  const messages = events.filter(({ type }) => type === 'messagePosted').length;
  let place = conversation.messageCount - messages;
  const rows: number[] = [];
  for (const event of events) {
    const isMessage = event.type === 'messagePosted';
    const name = messageName(event);
    if (isMessage) place += 1;
    const { changes, lastInsertRowid } = sql.record.run(
      conversation.number,
      event.seq,
      isMessage ? place : null,
      name?.sender ?? null,
      name?.clientMessageId ?? null,
      name !== null && expectedSeq === 0 ? 1 : null,
      JSON.stringify(event),
    );
    if (changes === 0) return rows;
    rows.push(Number(lastInsertRowid));
  }
  return rows;
};

/**
 * Stores one append inside a transaction; one that is refused has changed nothing. Events are recorded first,
 * since only then are their rows known and their names settled: what is refused after all is taken back, and
 * hardly any is.
 */
export const sqliteAppend = (db: DatabaseSync): ((append: Append) => AppendOutcome) => {
  const sql = statements(db);
  const fileFullPages = fullPageFiler(db);
  const tickets = ticketFiler(db);
  const indexForSearch = searchIndexer(db);
  const tally = tallyKeeper(db);

  const isAt = ({ conversation: { number }, expectedSeq }: Append): boolean =>
    expectedSeq === 0 || sql.isAt.get(number, expectedSeq) !== undefined;

  const enter = (append: Append, rows: readonly number[]): Refusal | null => {
    if (rows.length < append.events.length) return 'repeated';
    if (tickets.isTaken(append) && isAt(append)) return 'ticketTaken';
    return (append.expectedSeq === 0 ? open : advance)(sql, append, listOf(rows));
  };

  return (append) => {
    checkAppend(append);
    const rows = record(sql, append);
    const refusal = enter(append, rows);
    if (refusal === null) {
      fileFullPages(append);
      tickets.file(append);
      indexForSearch(append);
      tally(append);
      return { kind: 'appended' };
    }
    const [first] = rows;
    if (first !== undefined) sql.takeBack.run(first);
    return { kind: refusal };
  };
};
