import { isDeepStrictEqual } from 'node:util';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Projection } from '../../../../../application/ports/rebuild.js';
import { type Conversation, openSlot, ownerKey } from '../../../../../domain/conversation.js';
import { STATE_VERSION } from '../../../../../domain/evolve.js';
import { listingOf } from '../listing-of.js';

/** Of which projection each column of a conversation's row is. */
const COLUMNS = {
  number: 'states',
  id: 'states',
  last_seq: 'states',
  state: 'states',
  state_version: 'states',
  owner: 'lists',
  updated_at: 'lists',
  department: 'lists',
  assignee: 'lists',
  status: 'lists',
  type: 'lists',
  listed_from: 'lists',
  slot: 'slots',
  recent_rows: 'history',
  has_ticket: 'tickets',
} as const satisfies Readonly<Record<string, Projection>>;

type Column = keyof typeof COLUMNS;
type Row = Readonly<Record<Column, SQLInputValue>>;

const NAMES = Object.keys(COLUMNS) as readonly Column[];

const rowOf = (conversation: Conversation, recentRows: string): Row => {
  const { department, assignee, status, type, listedFrom } = listingOf(conversation);
  return {
    number: conversation.number,
    id: conversation.id,
    last_seq: conversation.lastSeq,
    state: JSON.stringify(conversation),
    state_version: STATE_VERSION,
    owner: ownerKey(conversation.owner),
    updated_at: conversation.updatedAt,
    department,
    assignee,
    status,
    type,
    listed_from: listedFrom,
    slot: openSlot(conversation),
    recent_rows: recentRows,
    has_ticket: conversation.ticket === null ? 0 : 1,
  };
};

const parsed = (state: unknown): unknown => {
  try {
    return JSON.parse(String(state));
  } catch {
    return null;
  }
};

/** A state may have been written in another order. */
const isSame = (column: Column, found: unknown, right: unknown): boolean =>
  found === right || (column === 'state' && isDeepStrictEqual(parsed(found), parsed(right)));

export interface ConversationRebuilder {
  /** Which projections its row was wrong in. */
  rebuild(conversation: Conversation, recentRows: string): ReadonlySet<Projection>;
  /**
   * Writes what was wrong, and removes rows that are not in the log.
   * @returns how many there were of these
   */
  finish(): number;
}

/** Rows are written at the end, since what one has wrongly may be another's: a slot, an id. */
export const conversationRebuilder = (db: DatabaseSync): ConversationRebuilder => {
  const list = NAMES.join(', ');
  db.exec(`CREATE TEMP TABLE rebuilt AS SELECT ${list} FROM conversations WHERE false`);
  const find = db.prepare(`SELECT ${list} FROM conversations WHERE number = ?`);
  const add = db.prepare(
    `INSERT INTO rebuilt (${list}) VALUES (${NAMES.map(() => '?').join(', ')})`,
  );
  const remove = db.prepare(
    'DELETE FROM conversations WHERE number NOT IN (SELECT conversation FROM log_order)',
  );
  return {
    rebuild: (conversation, recentRows) => {
      const right = rowOf(conversation, recentRows);
      const found = find.get(conversation.number);
      const wrong = NAMES.filter((name) => !isSame(name, found?.[name], right[name]));
      if (wrong.length > 0) add.run(...NAMES.map((name) => right[name]));
      return new Set(wrong.map((name) => COLUMNS[name]));
    },
    finish: () => {
      const { changes } = remove.run();
      db.exec(`
        DELETE FROM conversations WHERE number IN (SELECT number FROM rebuilt);
        INSERT INTO conversations (${list}) SELECT ${list} FROM rebuilt;
      `);
      return Number(changes);
    },
  };
};
