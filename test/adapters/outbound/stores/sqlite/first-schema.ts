import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import { isOpen, ownerKey } from '../../../../../src/domain/conversation.js';
import type { ConversationEvent } from '../../../../../src/domain/conversation-event.js';
import { messageName } from '../../../../../src/domain/message-name.js';

/** Version 1, as it was shipped. */
const SCHEMA = `
  CREATE TABLE conversations (
    number     INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    owner      TEXT    NOT NULL,
    slot       TEXT    UNIQUE,
    last_seq   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    state      TEXT    NOT NULL
  ) STRICT;
  CREATE INDEX conversations_by_owner ON conversations (owner, updated_at DESC, number DESC);
  CREATE TABLE log (
    id                INTEGER PRIMARY KEY,
    conversation      INTEGER NOT NULL,
    seq               INTEGER NOT NULL,
    place             INTEGER,
    sender            TEXT,
    client_message_id TEXT,
    opening           INTEGER,
    event             TEXT    NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX log_by_seq ON log (conversation, seq);
  CREATE UNIQUE INDEX log_by_place ON log (conversation, place) WHERE place IS NOT NULL;
  CREATE UNIQUE INDEX log_by_name ON log (conversation, sender, client_message_id)
    WHERE client_message_id IS NOT NULL;
  CREATE UNIQUE INDEX log_by_opening ON log (sender, client_message_id)
    WHERE opening IS NOT NULL;
  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE staff (id TEXT PRIMARY KEY, actor TEXT NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA user_version = 1;
`;

/** An opening bore the name of its channel, and no policy. */
const eventBefore = (event: ConversationEvent): unknown =>
  event.type === 'opened' ? { ...event, channel: event.channel.name } : event;

const stateBefore = ({ channel, ...state }: Append['conversation']): unknown => ({
  ...state,
  channel: channel.name,
  ownership: channel.ownership,
});

/** Makes a file of version 1 with whole conversations in it, whose events came by turns. */
export const writeFirstSchema = (file: string, appends: readonly Append[]): void => {
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA journal_mode = WAL; ${SCHEMA}`);
  const open = db.prepare('INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?)');
  const record = db.prepare('INSERT INTO log VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)');
  const rows: { readonly seq: number; readonly values: readonly SQLInputValue[] }[] = [];
  for (const { conversation, events } of appends) {
    const { number, id, lastSeq, updatedAt, type } = conversation;
    const owner = ownerKey(conversation.owner);
    const holds = isOpen(conversation) && conversation.channel.name === 'support';
    const slot = holds ? `${type}|${owner}` : null;
    open.run(
      number,
      id,
      owner,
      slot,
      lastSeq,
      updatedAt,
      JSON.stringify(stateBefore(conversation)),
    );
    let place = 0;
    for (const event of events) {
      const isMessage = event.type === 'messagePosted';
      const name = messageName(event);
      const values = [
        number,
        event.seq,
        isMessage ? (place += 1) : null,
        name?.sender ?? null,
        name?.clientMessageId ?? null,
        name !== null && event.seq === 2 ? 1 : null,
        JSON.stringify(eventBefore(event)),
      ];
      rows.push({ seq: event.seq, values });
    }
  }
  for (const { values } of rows.sort((one, other) => one.seq - other.seq)) record.run(...values);
  db.prepare("INSERT INTO counters VALUES ('conversation', 1000000)").run();
  db.close();
};
