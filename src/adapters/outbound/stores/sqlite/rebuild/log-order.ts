import type { DatabaseSync } from 'node:sqlite';
import type { ConversationEvent } from '../../../../../domain/conversation-event.js';
import { parseStored } from '../../common/parse-stored.js';

/** A row of the log. */
export interface LogRow {
  readonly id: number;
  readonly place: number | null;
  readonly sender: string | null;
  readonly name: string | null;
  readonly event: ConversationEvent;
}

/** The log by conversations: nothing else says which of its rows are whose, where pages may be wrong. */
export interface LogOrder {
  readonly conversations: number;
  /** The numbers of all. */
  numbers(): Iterable<number>;
  rowsOf(number: number): readonly LogRow[];
}

/** @throws Error where two rows of the log have one `seq` */
export const logOrder = (db: DatabaseSync): LogOrder => {
  db.exec(`
    CREATE TEMP TABLE log_order (
      conversation INTEGER NOT NULL, seq INTEGER NOT NULL, row INTEGER NOT NULL,
      PRIMARY KEY (conversation, seq)
    ) WITHOUT ROWID;
  `);
  const order = db.prepare('INSERT INTO log_order SELECT conversation, seq, id FROM log');
  try {
    order.run();
  } catch (error) {
    throw new Error('the log has two events of one seq in one conversation', { cause: error });
  }
  const count = db.prepare('SELECT count(DISTINCT conversation) AS total FROM log_order').get();
  const numbers = db.prepare('SELECT DISTINCT conversation FROM log_order');
  const rows = db.prepare(
    `SELECT log.id, place, sender, client_message_id AS name, event
     FROM log_order JOIN log ON log.id = log_order.row
     WHERE log_order.conversation = ? ORDER BY log_order.seq`,
  );
  return {
    conversations: Number(count?.['total']),
    numbers: function* () {
      for (const { conversation } of numbers.all()) yield Number(conversation);
    },
    rowsOf: (number) =>
      rows.all(number).map(({ id, place, sender, name, event }) => ({
        id: Number(id),
        place: place === null ? null : Number(place),
        sender: sender as string | null,
        name: name as string | null,
        event: parseStored(String(event), String(number)) as ConversationEvent,
      })),
  };
};
