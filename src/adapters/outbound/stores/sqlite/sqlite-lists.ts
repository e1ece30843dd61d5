import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Page, Stretch } from '../../../../application/ports/conversation-queries.js';
import type { Staff } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { Instant } from '../../../../domain/ids.js';
import { type Activity, byLatestActivity, type ListFilter } from '../../../../domain/listing.js';
import { CONVERSATION_TYPES } from '../../../../domain/vocabulary.js';
import { STATE_COLUMNS, storedStates } from './stored-states.js';

/** Past everything that has happened. */
const END: Activity = { updatedAt: Number.MAX_SAFE_INTEGER, number: Number.MAX_SAFE_INTEGER };

/** Each gives the newest of one kind, straight from its index. */
const PLACES = `
  AND is_open = ? AND type = ? AND listed_from <= ? AND (updated_at, number) < (?, ?)
  ORDER BY updated_at DESC, number DESC LIMIT ?`;

/** Who sees it; without departments of his own `null` stands for an admin, who sees all. */
const VISIBLE = `
  (?1 IS NULL OR department IS NULL OR department IN (SELECT value FROM json_each(?1)) OR assignee = ?2)
  AND (?3 IS NULL OR is_open = ?3) AND (?4 IS NULL OR type = ?4)`;

type Listed = (
  viewer: Staff,
  filter: ListFilter,
  stretch: Stretch,
  now: Instant,
) => Page<Conversation>;

/** Merges what one reads of each kind that somebody sees: to be run as one look at the file. */
export const sqliteLists = (db: DatabaseSync): Listed => {
  const departments = db.prepare('SELECT DISTINCT department FROM list_counts');
  const ofDepartment = db.prepare(
    `SELECT number, updated_at AS updatedAt FROM conversations WHERE department IS ? ${PLACES}`,
  );
  const ofAssignee = db.prepare(
    `SELECT number, updated_at AS updatedAt FROM conversations
     WHERE assignee = ? AND department IS NOT NULL
       AND department NOT IN (SELECT value FROM json_each(?)) ${PLACES}`,
  );
  const count = db.prepare(`SELECT sum(total) AS total FROM list_counts WHERE ${VISIBLE}`);
  const countNotYet = db.prepare(
    `SELECT count(*) AS total FROM conversations WHERE listed_from > ?5 AND listed_from > 0 AND ${VISIBLE}`,
  );
  const find = db.prepare(`SELECT ${STATE_COLUMNS} FROM conversations WHERE number = ?`);
  const stateOf = storedStates(db);

  const places = (
    viewer: Staff,
    filter: ListFilter,
    stretch: Stretch,
    now: Instant,
  ): Activity[] => {
    const { updatedAt, number } = stretch.after ?? END;
    const statuses = filter.status === null ? [1, 0] : [Number(filter.status === 'open')];
    const types = filter.type === null ? CONVERSATION_TYPES : [filter.type];
    const most = stretch.skip + stretch.limit;
    const found: Activity[] = [];
    const read = (statement: typeof ofAssignee, ...whose: readonly SQLInputValue[]): void => {
      for (const status of statuses) {
        for (const type of types) {
          const rows = statement.all(...whose, status, type, now, updatedAt, number, most);
          for (const row of rows) found.push(row as unknown as Activity);
        }
      }
    };
    if (viewer.kind === 'admin') {
      for (const { department } of departments.all()) read(ofDepartment, department ?? null);
      return found;
    }
    const own = new Set(viewer.departments);
    for (const department of [null, ...own]) read(ofDepartment, department);
    read(ofAssignee, viewer.id, JSON.stringify([...own]));
    return found;
  };

  return (viewer, filter, stretch, now) => {
    const own = viewer.kind === 'admin' ? null : JSON.stringify(viewer.departments);
    const status = filter.status === null ? null : Number(filter.status === 'open');
    const kind = [own, viewer.id, status, filter.type] as const;
    const total = Number(count.get(...kind)?.['total'] ?? 0);
    const notYet = Number(countNotYet.get(...kind, now)?.['total']);
    const { skip, limit } = stretch;
    // Nothing is read of a page that is past the end.
    const chosen =
      skip >= total
        ? []
        : places(viewer, filter, stretch, now)
            .sort(byLatestActivity)
            .slice(skip, skip + limit);
    const rows = chosen.map(({ number }) => find.get(number)).filter((row) => row !== undefined);
    const items = rows.map(stateOf);
    return { items, total: total - notYet };
  };
};
