import type { DatabaseSync } from 'node:sqlite';
import type { Staff } from '../../../../domain/actor.js';
import type { Instant } from '../../../../domain/ids.js';
import type { Activity, ListFilter } from '../../../../domain/listing.js';
import { MAX_FOUND } from '../../../../domain/search.js';
import { queryFor } from './search-index.js';
import { WANTED, wantedBy } from './wanted.js';

/** Newest first, straight from the index. */
const FOUND = `SELECT rowid FROM search WHERE search MATCH ?8 ORDER BY rowid DESC LIMIT ${MAX_FOUND}`;

/** Whether more match than are looked at, or just as many. */
const VERY_MANY = `
  SELECT 1 FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ${MAX_FOUND - 1}`;

/** Assigned to who searches, in departments that he does not see: what he has in his own is not walked. */
const ELSEWHERE = `
  SELECT number FROM conversations AS own
  WHERE assignee = ?2
    AND department IN (
      SELECT department FROM list_counts
      WHERE assignee = ?2 AND total > 0 AND department NOT IN (SELECT value FROM json_each(?1)))
    AND EXISTS (SELECT 1 FROM search WHERE search MATCH ?8 AND rowid = own.number)
  LIMIT ${MAX_FOUND}`;

const placesAmong = (numbers: string): string => `
  SELECT number, updated_at AS updatedAt FROM conversations
  WHERE number IN (${numbers}) AND listed_from <= ?7 AND ${WANTED}`;

type Searched = (viewer: Staff, filter: ListFilter, now: Instant) => readonly Activity[];

/** The places of all that somebody of staff finds, in no order: to be run as one look at the file. */
export const sqliteSearch = (db: DatabaseSync): Searched => {
  const veryMany = db.prepare(VERY_MANY);
  const found = db.prepare(placesAmong(FOUND));
  const elsewhere = db.prepare(placesAmong(ELSEWHERE));
  return (viewer, filter, now) => {
    const keys = filter.search ?? [];
    if (keys.length === 0) return [];
    const wanted = [...wantedBy(viewer, filter), now] as const;
    const anywhere = queryFor(keys, null);
    // To intersect with whole departments costs more than to look at all of what few have.
    if (viewer.kind === 'admin' || veryMany.get(anywhere) === undefined) {
      return found.all(...wanted, anywhere) as unknown as readonly Activity[];
    }
    const [, ...others] = wanted;
    const places = [
      // He sees all that has his departments' keys.
      ...found.all(null, ...others, queryFor(keys, viewer.departments)),
      ...elsewhere.all(...wanted, anywhere),
    ];
    return places as unknown as readonly Activity[];
  };
};
