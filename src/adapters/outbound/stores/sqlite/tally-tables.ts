import type { DatabaseSync } from 'node:sqlite';
import type { Append } from '../../../../application/ports/conversation-log.js';
import type { Conversation } from '../../../../domain/conversation.js';
import { bucketOf, dayOf, type Sample, samplesOf } from '../../../../domain/statistics.js';
import { oneMore } from './bucket-totals.js';

/**
 * How many there were of about each duration, and what each of staff has done, by days. The totals of a day are one value:
 * to read them costs the same whether ten things were counted or a million.
 */
const SCHEMA = `
  CREATE TABLE durations (
    day        INTEGER NOT NULL,
    department TEXT,
    kind       TEXT    NOT NULL,
    totals     BLOB    NOT NULL
  ) STRICT;

  CREATE INDEX durations_by_day ON durations (day, department, kind);

  CREATE TABLE doings (
    day        INTEGER NOT NULL,
    department TEXT,
    assignee   TEXT,
    closed     INTEGER NOT NULL,
    ratings    INTEGER NOT NULL,
    stars      INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX doings_by_day ON doings (day, department, assignee);
`;

/** Counts one of them. */
export const sampleCounter = (db: DatabaseSync): ((sample: Sample) => void) => {
  const one = 'day = ? AND department IS ? AND kind = ?';
  const counted = db.prepare(`SELECT totals FROM durations WHERE ${one}`);
  const more = db.prepare(`UPDATE durations SET totals = ? WHERE ${one}`);
  const first = db.prepare(
    'INSERT INTO durations (totals, day, department, kind) VALUES (?, ?, ?, ?)',
  );
  const done = db.prepare(
    `UPDATE doings SET closed = closed + ?, ratings = ratings + ?, stars = stars + ?
     WHERE day = ? AND department IS ? AND assignee IS ?`,
  );
  const firstDone = db.prepare(
    `INSERT INTO doings (closed, ratings, stars, day, department, assignee)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  return ({ kind, day, departmentId, assigneeId, value }) => {
    if (kind !== 'rated') {
      const which = [day, departmentId, kind] as const;
      const totals = counted.get(...which)?.['totals'];
      const write = totals === undefined ? first : more;
      write.run(oneMore(totals as Uint8Array | undefined, value), ...which);
    }
    if (kind === 'answered') return;
    const added = kind === 'closed' ? ([1, 0, 0] as const) : ([0, 1, value] as const);
    const whose = [day, departmentId, assigneeId] as const;
    if (done.run(...added, ...whose).changes === 0) firstDone.run(...added, ...whose);
  };
};

/** Counts what statistics are made of, in the transaction of the append: nothing for a message but the first answer. */
export const tallyKeeper = (db: DatabaseSync): ((append: Append) => void) => {
  const count = sampleCounter(db);
  return ({ events, conversation }) => samplesOf(events, conversation).forEach(count);
};

/** As much as is read of a state that was stored before. */
type Known = Pick<
  Conversation,
  'departmentId' | 'assignee' | 'aliasOf' | 'createdAt' | 'closedAt' | 'rating'
>;

/** Counts what was closed and rated before there were statistics; how soon it had been answered is not known. */
export const tallyEndings = (db: DatabaseSync): void => {
  db.exec(SCHEMA);
  const count = sampleCounter(db);
  const closed = db.prepare("SELECT state FROM conversations WHERE status = 'closed'");
  for (const { state } of closed.iterate()) {
    const known = JSON.parse(String(state)) as Known;
    const { departmentId, assignee, aliasOf, createdAt, closedAt, rating } = known;
    if ((aliasOf ?? null) !== null || closedAt === null) continue;
    const whose = { departmentId, assigneeId: assignee?.id ?? null };
    const value = bucketOf(closedAt - createdAt);
    count({ kind: 'closed', day: dayOf(closedAt), value, ...whose });
    if (rating === null) continue;
    count({ kind: 'rated', day: dayOf(rating.at), value: rating.stars, ...whose });
  }
};
