import type { DatabaseSync } from 'node:sqlite';
import type { Conversation } from '../../../../domain/conversation.js';
import { listedFrom } from '../../../../domain/listing.js';

/** What a conversation is found by in lists, as its columns have it. */
export interface Listing {
  readonly department: string | null;
  readonly assignee: string | null;
  readonly status: string;
  readonly type: string;
  readonly listedFrom: number | null;
}

export const listingOf = (conversation: Conversation): Listing => ({
  department: conversation.departmentId,
  assignee: conversation.assignee?.id ?? null,
  status: conversation.status,
  type: conversation.type,
  listedFrom: listedFrom(conversation),
});

export interface ListCounts {
  /** How a conversation is counted just now. */
  of(number: number): Listing | null;
  /** It is counted so from now on, and as it was before no longer; `null` for not at all. */
  move(before: Listing | null, after: Listing): void;
}

/** Within a transaction: how many conversations there are of each kind that lists tell apart. */
export const listCounts = (db: DatabaseSync): ListCounts => {
  const find = db.prepare(
    `SELECT department, assignee, status, type, listed_from AS listedFrom
     FROM conversations WHERE number = ?`,
  );
  const add = db.prepare(
    `UPDATE list_counts SET total = total + ?
     WHERE department IS ? AND assignee IS ? AND status = ? AND type = ?`,
  );
  const begin = db.prepare(
    `INSERT INTO list_counts (total, department, assignee, status, type) VALUES (?, ?, ?, ?, ?)`,
  );
  const count = (listing: Listing, by: number): void => {
    if (listing.listedFrom === null) return;
    const { department, assignee, status, type } = listing;
    const { changes } = add.run(by, department, assignee, status, type);
    if (changes === 0) begin.run(by, department, assignee, status, type);
  };
  return {
    of: (number) => (find.get(number) as Listing | undefined) ?? null,
    move: (before, after) => {
      if (before !== null) count(before, -1);
      count(after, 1);
    },
  };
};
