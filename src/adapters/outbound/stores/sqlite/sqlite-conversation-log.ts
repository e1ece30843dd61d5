import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { fromNullable, map as mapOption, none, type Option, some } from 'fp-ts/lib/Option.js';
import type {
  AppendOutcome,
  ConversationLog,
} from '../../../../application/ports/conversation-log.js';
import type { Unavailable } from '../../../../domain/failure.js';
import type { NamedEntry } from '../../../../domain/conversation-event.js';
import type { ConversationId } from '../../../../domain/ids.js';
import { parseStored } from '../common/parse-stored.js';
import { CONVERSATION_COUNTER, ticketCounter } from './counter-names.js';
import { sqliteAppend } from './sqlite-append.js';
import type { SqliteDatabase } from './sqlite-database.js';
import { eventReader } from './stored-events.js';
import { STATE_COLUMNS, storedStates } from './stored-states.js';

const statements = ({ db }: SqliteDatabase) => ({
  load: db.prepare(`SELECT ${STATE_COLUMNS} FROM conversations WHERE id = ?`),
  loadByNumber: db.prepare(`SELECT ${STATE_COLUMNS} FROM conversations WHERE number = ?`),
  loadByTicket: db.prepare(
    `SELECT ${STATE_COLUMNS} FROM conversations
     WHERE number = (SELECT conversation FROM tickets WHERE key = ?)`,
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
  findOpen: db.prepare('SELECT id FROM conversations WHERE slot = ?'),
  count: db.prepare(
    `INSERT INTO counters (name, value) VALUES (?, 1)
     ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value`,
  ),
  skip: db.prepare(
    `INSERT INTO counters (name, value) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET value = max(value, excluded.value)`,
  ),
});

type Row = Record<string, unknown> | undefined;

const column = (row: Row, name: string): Option<string> => {
  const value = row?.[name];
  return typeof value === 'string' ? some(value) : none;
};

const parseNamed =
  (id: string) =>
  (json: string): NamedEntry =>
    parseStored(json, id) as NamedEntry;

const unavailable: AppendOutcome = { kind: 'unavailable' };

export const sqliteConversationLog = (database: SqliteDatabase): ConversationLog => {
  const sql = statements(database);
  const { read, readMany, writeSoon, writeEach } = database;
  const append = sqliteAppend(database.db);
  const stateOf = storedStates(database.db);
  const eventsOf = eventReader(database.db);

  // The log is written in order, so the append that stores the number makes its count durable too: only
  // a number that nobody has stored can be given again, and that only after the machine went down.
  const next = (counter: string): TaskEither<Unavailable, number> =>
    writeSoon(() => Number(sql.count.get(counter)?.['value']));
  const skip = (counter: string, upTo: number): TaskEither<Unavailable, void> =>
    writeSoon(() => void sql.skip.run(counter, upTo));

  return {
    append: (batch) => writeEach(batch, append, unavailable),

    load: (id) => read(() => mapOption(stateOf)(fromNullable(sql.load.get(id)))),

    loadByNumber: (number) =>
      read(() => mapOption(stateOf)(fromNullable(sql.loadByNumber.get(number)))),

    loadByTicket: (key) => read(() => mapOption(stateOf)(fromNullable(sql.loadByTicket.get(key)))),

    read: (id, afterSeq, limit) => readMany(() => [...eventsOf(id, afterSeq + 1, limit)]),

    findMessage: (id, sender, name) =>
      read(() => mapOption(parseNamed(id))(column(sql.findMessage.get(id, sender, name), 'event'))),

    findOpening: (sender, name) =>
      read(() => column(sql.findOpening.get(sender, name), 'id') as Option<ConversationId>),

    findOpen: (slot) => read(() => column(sql.findOpen.get(slot), 'id') as Option<ConversationId>),

    nextNumber: () => next(CONVERSATION_COUNTER),

    skipNumbers: (upTo) => skip(CONVERSATION_COUNTER, upTo),

    nextTicketSerial: (year) => next(ticketCounter(year)),

    skipTicketSerials: (year, upTo) => skip(ticketCounter(year), upTo),
  };
};
