const isKindOf = (row: 'old' | 'new'): string =>
  `assignee IS ${row}.assignee AND department IS ${row}.department
    AND status = ${row}.status AND type = ${row}.type`;

const ONE_MORE = `
    UPDATE list_counts SET total = total + 1
      WHERE new.listed_from IS NOT NULL AND ${isKindOf('new')};
    INSERT INTO list_counts (assignee, department, status, type, total)
      SELECT new.assignee, new.department, new.status, new.type, 1
      WHERE new.listed_from IS NOT NULL AND changes() = 0;`;

/**
 * How many conversations there are of each kind that lists tell apart. Triggers count, since they alone know for nothing
 * how a conversation was counted before; department and type stay what they were.
 */
export const LIST_TRIGGERS = `
  CREATE TRIGGER conversations_counted_first AFTER INSERT ON conversations
  WHEN new.listed_from IS NOT NULL
  BEGIN
    ${ONE_MORE}
  END;

  CREATE TRIGGER conversations_counted_anew
  AFTER UPDATE OF assignee, status, listed_from ON conversations
  WHEN new.assignee IS NOT old.assignee OR new.status <> old.status
    OR (new.listed_from IS NULL) <> (old.listed_from IS NULL)
  BEGIN
    UPDATE list_counts SET total = total - 1
      WHERE old.listed_from IS NOT NULL AND ${isKindOf('old')};
    ${ONE_MORE}
  END;
`;
