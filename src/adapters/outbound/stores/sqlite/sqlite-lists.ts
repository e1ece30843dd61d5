import type { DatabaseSync } from 'node:sqlite';
import type { Page, Stretch } from '../../../../application/ports/conversation-queries.js';
import type { Staff } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { Instant } from '../../../../domain/ids.js';
import {
  type Activity,
  byLatestActivity,
  type ListFilter,
  statusesOf,
} from '../../../../domain/listing.js';
import { STATE_COLUMNS, storedStates } from './stored-states.js';

/** Past everything that has happened. */
const END: Activity = { updatedAt: Number.MAX_SAFE_INTEGER, number: Number.MAX_SAFE_INTEGER };

/** Each gives the newest of one kind, straight from its index. */
const PLACES = `
  AND status = ? AND type = ? AND listed_from <= ? AND (updated_at, number) < (?, ?)
  ORDER BY updated_at DESC, number DESC LIMIT ?`;

/** Who sees it, without departments of his own an admin, who sees all; and what he looks for. */
const WANTED = `
  (?1 IS NULL OR department IS NULL OR department IN (SELECT value FROM json_each(?1)) OR assignee = ?2)
  AND status IN (SELECT value FROM json_each(?3)) AND (?4 IS NULL OR type = ?4)
  AND (?5 = 0 OR assignee IS ?6)`;

const wantedBy = (viewer: Staff, { status, type, assignee }: ListFilter) =>
  [
    viewer.kind === 'admin' ? null : JSON.stringify(viewer.departments),
    viewer.id,
    JSON.stringify(statusesOf(status)),
    type,
    assignee === null ? 0 : 1,
    assignee === null || assignee === 'nobody' ? null : assignee.id,
  ] as const;

/** There is at least one of each that is counted. */
interface Kind {
  readonly department: string | null;
  readonly assignee: string | null;
  readonly status: string;
  readonly type: string;
  readonly total: number;
}

type Listed = (
  viewer: Staff,
  filter: ListFilter,
  stretch: Stretch,
  now: Instant,
) => Page<Conversation>;

/** Merges what one reads of each kind that somebody sees: to be run as one look at the file. */
export const sqliteLists = (db: DatabaseSync): Listed => {
  const count = db.prepare(
    `SELECT department, assignee, status, type, total FROM list_counts WHERE total > 0 AND ${WANTED}`,
  );
  const countNotYet = db.prepare(
    `SELECT count(*) AS total FROM conversations WHERE listed_from > ?7 AND listed_from > 0 AND ${WANTED}`,
  );
  const ofDepartment = db.prepare(
    `SELECT number, updated_at AS updatedAt FROM conversations
     WHERE department IS ? AND is_assigned = ? ${PLACES}`,
  );
  const ofAssignee = db.prepare(
    `SELECT number, updated_at AS updatedAt FROM conversations
     WHERE department IS ? AND assignee = ? ${PLACES}`,
  );
  const find = db.prepare(`SELECT ${STATE_COLUMNS} FROM conversations WHERE number = ?`);
  const stateOf = storedStates(db);

  const places = (
    kinds: readonly Kind[],
    isOnlyHis: (kind: Kind) => boolean,
    { after, skip, limit }: Stretch,
    now: Instant,
  ): Activity[] => {
    const { updatedAt, number } = after ?? END;
    const read = new Set<string>();
    return kinds.flatMap((kind) => {
      const { department, assignee, status, type } = kind;
      // All who have some of a department stand together there.
      const whose = isOnlyHis(kind) ? assignee : Number(assignee !== null);
      const stretch = JSON.stringify([department, whose, status, type]);
      if (read.has(stretch)) return [];
      read.add(stretch);
      const statement = typeof whose === 'number' ? ofDepartment : ofAssignee;
      const most = skip + limit;
      const rows = statement.all(department, whose, status, type, now, updatedAt, number, most);
      return rows as unknown as Activity[];
    });
  };

  return (viewer, filter, stretch, now) => {
    const wanted = wantedBy(viewer, filter);
    const kinds = count.all(...wanted) as unknown as Kind[];
    const total = kinds.reduce((sum, kind) => sum + kind.total, 0);
    const notYet = Number(countNotYet.get(...wanted, now)?.['total']);
    const own = viewer.kind === 'admin' ? null : new Set([null, ...viewer.departments]);
    const isOnlyHis = ({ department, assignee }: Kind): boolean =>
      assignee !== null && (filter.assignee !== null || (own !== null && !own.has(department)));
    const { skip, limit } = stretch;
    // Nothing is read of a page that is past the end.
    const chosen =
      skip >= total
        ? []
        : places(kinds, isOnlyHis, stretch, now)
            .sort(byLatestActivity)
            .slice(skip, skip + limit);
    const rows = chosen.map(({ number }) => find.get(number)).filter((row) => row !== undefined);
    const items = rows.map(stateOf);
    return { items, total: total - notYet };
  };
};
