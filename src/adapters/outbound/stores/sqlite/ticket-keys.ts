import type { DatabaseSync } from 'node:sqlite';
import type { Append } from '../../../../application/ports/conversation-log.js';
import { ticketKeys } from '../../../../domain/ticket.js';

/** What tickets are found by, and which of an owner's conversations have one. */
export const TICKETS = `
  CREATE TABLE tickets (
    key          TEXT    PRIMARY KEY,
    conversation INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  ALTER TABLE conversations ADD COLUMN has_ticket INTEGER NOT NULL DEFAULT 0;

  CREATE INDEX conversations_by_ticket_owner
    ON conversations (owner, updated_at DESC, number DESC) WHERE has_ticket = 1;
`;

const keysIn = ({ events }: Append): readonly string[] =>
  events.flatMap((event) => (event.type === 'ticketOpened' ? ticketKeys(event) : []));

/** Of the tickets that appends open: to be asked, and told, in the transaction of the append. */
export interface TicketFiler {
  isTaken(append: Append): boolean;
  file(append: Append): void;
}

export const ticketFiler = (db: DatabaseSync): TicketFiler => {
  const find = db.prepare('SELECT 1 FROM tickets WHERE key = ?');
  const add = db.prepare('INSERT INTO tickets (key, conversation) VALUES (?, ?)');
  const mark = db.prepare('UPDATE conversations SET has_ticket = 1 WHERE number = ?');
  return {
    isTaken: (append) => keysIn(append).some((key) => find.get(key) !== undefined),
    file: (append) => {
      const { number } = append.conversation;
      const keys = keysIn(append);
      for (const key of keys) add.run(key, number);
      if (keys.length > 0) mark.run(number);
    },
  };
};
