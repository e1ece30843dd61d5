import type { DatabaseSync } from 'node:sqlite';
import type { Staff } from '../../../../domain/actor.js';
import type { Instant } from '../../../../domain/ids.js';
import type { Doings, Tallies } from '../../../../domain/statistics.js';
import type { Status } from '../../../../domain/vocabulary.js';
import { BucketSums } from './bucket-totals.js';

/** Of whom it is asked, without departments an admin, who sees all. */
const OF_DEPARTMENTS = `
  (?1 IS NULL OR department IS NULL OR department IN (SELECT value FROM json_each(?1)))`;
const VISIBLE = `(${OF_DEPARTMENTS} OR assignee = ?2)`;

interface Opened {
  readonly assignee: string | null;
  readonly status: Exclude<Status, 'closed'>;
  readonly total: number;
}

interface Done extends Omit<Doings, 'open'> {
  readonly assignee: string | null;
}

interface Durations {
  readonly kind: 'answered' | 'closed';
  readonly totals: Uint8Array;
}

const NOTHING: Doings = { open: 0, closed: 0, ratings: 0, stars: 0 };

type Tallied = (viewer: Staff, since: number, now: Instant) => Tallies;

/** Adds up what is counted already: to be run as one look at the file. */
export const sqliteTallies = (db: DatabaseSync): Tallied => {
  const opened = db.prepare(
    `SELECT assignee, status, sum(total) AS total FROM list_counts
     WHERE status <> 'closed' AND total > 0 AND ${VISIBLE} GROUP BY assignee, status`,
  );
  const notYet = db.prepare(
    `SELECT assignee, status, -1 AS total FROM conversations
     WHERE listed_from > 0 AND listed_from > ?3 AND status <> 'closed' AND ${VISIBLE}`,
  );
  const done = db.prepare(
    `SELECT assignee, sum(closed) AS closed, sum(ratings) AS ratings, sum(stars) AS stars
     FROM doings WHERE day >= ?3 AND ${VISIBLE} GROUP BY assignee`,
  );
  const durations = db.prepare(
    `SELECT kind, totals FROM durations WHERE day >= ?2 AND ${OF_DEPARTMENTS}`,
  );

  return (viewer, since, now) => {
    const departments = viewer.kind === 'admin' ? null : JSON.stringify(viewer.departments);
    const open = { active: 0, waiting_support: 0, waiting_user: 0 };
    const byAssignee = new Map<string | null, Doings>();
    const doingsOf = (assignee: string | null): Doings => byAssignee.get(assignee) ?? NOTHING;
    const openRows = [
      ...opened.all(departments, viewer.id),
      ...notYet.all(departments, viewer.id, now),
    ] as unknown as readonly Opened[];
    for (const { assignee, status, total } of openRows) {
      open[status] += total;
      const doings = doingsOf(assignee);
      byAssignee.set(assignee, { ...doings, open: doings.open + total });
    }
    const doneRows = done.all(departments, viewer.id, since) as unknown as readonly Done[];
    for (const { assignee, ...doings } of doneRows) {
      byAssignee.set(assignee, { ...doingsOf(assignee), ...doings });
    }
    for (const [assignee, { open: some, closed, ratings }] of byAssignee) {
      if (some + closed + ratings === 0) byAssignee.delete(assignee);
    }
    const sums = { answered: new BucketSums(), closed: new BucketSums() };
    const durationRows = durations.all(departments, since) as unknown as readonly Durations[];
    for (const { kind, totals } of durationRows) sums[kind].add(totals);
    const spreads = { answered: sums.answered.spread(), closed: sums.closed.spread() };
    return { open, unassigned: doingsOf(null).open, ...spreads, byAssignee };
  };
};
