import type { DatabaseSync } from 'node:sqlite';
import { AUTH_CODES } from './auth-codes-schema.js';
import { recordChannelPolicies } from './channel-policies.js';
import { LIST_COLUMNS } from './list-columns.js';
import { LIST_COUNTS_BY_DEPARTMENT } from './list-kinds.js';
import { LIST_TRIGGERS } from './list-triggers.js';
import { pageLog } from './page-log.js';
import { READ_MARKS } from './read-marks-table.js';
import { indexForSearch, SMALL_SEARCH_PAGES } from './search-index.js';
import { STATUS_COLUMNS } from './status-columns.js';
import { tallyEndings } from './tally-tables.js';
import { TICKETS } from './ticket-keys.js';

/** In SQL, or as a function where what is stored has to be read to be changed. */
type Migration = string | ((db: DatabaseSync) => void);

/**
 * The schema, one step a version; a step that has shipped is never changed. The log stays in the order
 * of its appends (its rowid), and a conversation's events are found by the pages that list their rows.
 */
export const MIGRATIONS: readonly Migration[] = [
  `
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

  CREATE TABLE counters (
    name  TEXT    PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE staff (
    id    TEXT PRIMARY KEY,
    actor TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Histories are found by `seq`: an index less to write with every message.
  'DROP INDEX log_by_place',
  // States that were stored before are of no version, and so are folded anew.
  'ALTER TABLE conversations ADD COLUMN state_version INTEGER NOT NULL DEFAULT 0',
  recordChannelPolicies,
  pageLog,
  `
  CREATE TABLE sessions (
    key     TEXT    PRIMARY KEY,
    until   INTEGER NOT NULL,
    session TEXT    NOT NULL
  ) STRICT;

  CREATE INDEX sessions_by_until ON sessions (until);
  `,
  READ_MARKS,
  LIST_COLUMNS,
  AUTH_CODES,
  STATUS_COLUMNS,
  LIST_TRIGGERS,
  LIST_COUNTS_BY_DEPARTMENT,
  TICKETS,
  indexForSearch,
  tallyEndings,
  SMALL_SEARCH_PAGES,
];
