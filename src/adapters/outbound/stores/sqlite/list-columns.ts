/**
 * What staff's lists are found by, in columns of a conversation's row, and how many there are of each kind: so no list
 * is counted by looking at what is on it. `listed_from` is null for what is in no list, and 0 for what always was.
 */
export const LIST_COLUMNS = `
  ALTER TABLE conversations ADD COLUMN department  TEXT;
  ALTER TABLE conversations ADD COLUMN assignee    TEXT;
  ALTER TABLE conversations ADD COLUMN is_open     INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE conversations ADD COLUMN type        TEXT    NOT NULL DEFAULT 'general';
  ALTER TABLE conversations ADD COLUMN listed_from INTEGER;

  UPDATE conversations SET
    department  = state ->> '$.departmentId',
    assignee    = state ->> '$.assignee.id',
    is_open     = state ->> '$.status' <> 'closed',
    type        = state ->> '$.type',
    listed_from = CASE
      WHEN state ->> '$.aliasOf' IS NOT NULL THEN NULL
      WHEN state ->> '$.isAdopted' OR state ->> '$.status' = 'closed' THEN 0
      ELSE ifnull(state ->> '$.newcomerUntil', 0)
    END;

  CREATE INDEX conversations_by_department
    ON conversations (department, is_open, type, updated_at DESC, number DESC);
  CREATE INDEX conversations_by_assignee
    ON conversations (assignee, is_open, type, updated_at DESC, number DESC)
    WHERE assignee IS NOT NULL AND department IS NOT NULL;
  CREATE INDEX conversations_by_listed_from ON conversations (listed_from) WHERE listed_from > 0;

  CREATE TABLE list_counts (
    department TEXT,
    assignee   TEXT,
    is_open    INTEGER NOT NULL,
    type       TEXT    NOT NULL,
    total      INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX list_counts_by_kind ON list_counts (department, assignee, is_open, type);

  INSERT INTO list_counts
    SELECT department, assignee, is_open, type, count(*) FROM conversations
    WHERE listed_from IS NOT NULL
    GROUP BY department, assignee, is_open, type;
`;
