/**
 * Lists tell statuses apart, and whom a conversation is assigned to. Of the two indexes that every message is written
 * into, the second holds what is assigned alone. What is counted is found by the assignee first, which is how much an
 * agent has to do.
 */
export const STATUS_COLUMNS = `
  DROP INDEX conversations_by_department;
  DROP INDEX conversations_by_assignee;
  DROP TABLE list_counts;

  ALTER TABLE conversations ADD COLUMN status TEXT NOT NULL DEFAULT 'active';
  ALTER TABLE conversations ADD COLUMN is_assigned INTEGER AS (assignee IS NOT NULL) VIRTUAL;
  UPDATE conversations SET status = state ->> '$.status';
  ALTER TABLE conversations DROP COLUMN is_open;

  CREATE INDEX conversations_by_department
    ON conversations (department, is_assigned, status, type, updated_at DESC, number DESC);
  CREATE INDEX conversations_by_assignee
    ON conversations (assignee, department, status, type, updated_at DESC, number DESC)
    WHERE assignee IS NOT NULL;

  CREATE TABLE list_counts (
    assignee   TEXT,
    department TEXT,
    status     TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    total      INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX list_counts_by_kind ON list_counts (assignee, department, status, type);

  INSERT INTO list_counts
    SELECT assignee, department, status, type, count(*) FROM conversations
    WHERE listed_from IS NOT NULL
    GROUP BY assignee, department, status, type;
`;
