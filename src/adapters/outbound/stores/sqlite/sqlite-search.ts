import type { DatabaseSync } from 'node:sqlite';
import type { Staff } from '../../../../domain/actor.js';
import type { Instant } from '../../../../domain/ids.js';
import type { Activity, ListFilter } from '../../../../domain/listing.js';
import { MAX_FOUND } from '../../../../domain/search.js';
import { queryFor, queryOf } from './search-index.js';
import { WANTED, wantedBy } from './wanted.js';

/** Newest first, straight from the index. */
const FOUND = `SELECT rowid FROM search WHERE search MATCH ?8 ORDER BY rowid DESC LIMIT ${MAX_FOUND}`;

/** Whether more match than are looked at, or just as many. */
const VERY_MANY = `
  SELECT 1 FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ${MAX_FOUND - 1}`;

const PLACES = `
  SELECT number, updated_at AS updatedAt FROM conversations
  WHERE number IN (${FOUND}) AND listed_from <= ?7 AND ${WANTED}`;

type Searched = (viewer: Staff, filter: ListFilter, now: Instant) => readonly Activity[];

/** The places of all that somebody of staff finds, in no order: to be run as one look at the file. */
export const sqliteSearch = (db: DatabaseSync): Searched => {
  const veryMany = db.prepare(VERY_MANY);
  const places = db.prepare(PLACES);
  return (viewer, filter, now) => {
    const keys = filter.search ?? [];
    if (keys.length === 0) return [];
    const anywhere = queryFor(keys);
    // To intersect with whole departments costs more than to look at all of what few have.
    const isAll = viewer.kind === 'admin' || veryMany.get(anywhere) === undefined;
    const [departments, ...wanted] = wantedBy(viewer, filter);
    const found = isAll
      ? places.all(departments, ...wanted, now, anywhere)
      : // All that has his keys he may read.
        places.all(null, ...wanted, now, queryOf(keys, viewer));
    return found as unknown as readonly Activity[];
  };
};
