import type { DatabaseSync } from 'node:sqlite';
import type { Page, Stretch } from '../../../../application/ports/conversation-queries.js';
import type { Staff } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { Instant } from '../../../../domain/ids.js';
import { type Activity, byLatestActivity, type ListFilter } from '../../../../domain/listing.js';
import { type Kind, listKinds } from './list-kinds.js';
import { sqliteSearch } from './sqlite-search.js';
import { STATE_COLUMNS, storedStates } from './stored-states.js';
import { WANTED, wantedBy } from './wanted.js';

/** Past everything that has happened. */
const END: Activity = { updatedAt: Number.MAX_SAFE_INTEGER, number: Number.MAX_SAFE_INTEGER };

/** Each gives the newest of one kind, straight from its index. */
const PLACES = `
  AND status = ? AND type = ? AND listed_from <= ? AND (updated_at, number) < (?, ?)
  ORDER BY updated_at DESC, number DESC LIMIT ?`;

type Listed = (
  viewer: Staff,
  filter: ListFilter,
  stretch: Stretch,
  now: Instant,
) => Page<Conversation>;

/** Merges what one reads of each kind that somebody sees: to be run as one look at the file. */
export const sqliteLists = (db: DatabaseSync): Listed => {
  const kindsFor = listKinds(db);
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
  const search = sqliteSearch(db);

  const places = (
    kinds: readonly Kind[],
    { after, skip, limit }: Stretch,
    now: Instant,
  ): Activity[] => {
    const { updatedAt, number } = after ?? END;
    return kinds.flatMap(({ department, whose, status, type }) => {
      const statement = typeof whose === 'number' ? ofDepartment : ofAssignee;
      const most = skip + limit;
      const rows = statement.all(department, whose, status, type, now, updatedAt, number, most);
      return rows as unknown as Activity[];
    });
  };

  const statesAt = (chosen: readonly Activity[]): readonly Conversation[] =>
    chosen
      .map(({ number }) => find.get(number))
      .filter((row) => row !== undefined)
      .map(stateOf);

  const isBehind =
    (after: Activity | null) =>
    (place: Activity): boolean =>
      after === null || byLatestActivity(after, place) < 0;

  const found: Listed = (viewer, filter, { after, skip, limit }, now) => {
    const all = search(viewer, filter, now);
    const chosen = all
      .filter(isBehind(after))
      .sort(byLatestActivity)
      .slice(skip, skip + limit);
    return { items: statesAt(chosen), total: all.length };
  };

  return (viewer, filter, stretch, now) => {
    if (filter.search !== null) return found(viewer, filter, stretch, now);
    const kinds = kindsFor(viewer, filter);
    const total = kinds.reduce((sum, kind) => sum + kind.total, 0);
    const notYet = Number(countNotYet.get(...wantedBy(viewer, filter), now)?.['total']);
    const { skip, limit } = stretch;
    // Nothing is read of a page that is past the end.
    const chosen =
      skip >= total
        ? []
        : places(kinds, stretch, now)
            .sort(byLatestActivity)
            .slice(skip, skip + limit);
    return { items: statesAt(chosen), total: total - notYet };
  };
};
