import type { DatabaseSync } from 'node:sqlite';
import type { Append } from '../../../../application/ports/conversation-log.js';
import type { Conversation } from '../../../../domain/conversation.js';
import { bucketOf, dayOf, type Sample, samplesOf } from '../../../../domain/statistics.js';

/** How many there were of about each duration, and what each of staff has done, by days. */
const SCHEMA = `
  CREATE TABLE durations (
    day        INTEGER NOT NULL,
    department TEXT,
    kind       TEXT    NOT NULL,
    bucket     INTEGER NOT NULL,
    total      INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX durations_by_day ON durations (day, department, kind, bucket);

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

const counter = (db: DatabaseSync): ((sample: Sample) => void) => {
  const one = 'day = ? AND department IS ? AND kind = ? AND bucket = ?';
  const more = db.prepare(`UPDATE durations SET total = total + 1 WHERE ${one}`);
  const first = db.prepare(
    'INSERT INTO durations (day, department, kind, bucket, total) VALUES (?, ?, ?, ?, 1)',
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
      const duration = [day, departmentId, kind, value] as const;
      if (more.run(...duration).changes === 0) first.run(...duration);
    }
    if (kind === 'answered') return;
    const added = kind === 'closed' ? ([1, 0, 0] as const) : ([0, 1, value] as const);
    const whose = [day, departmentId, assigneeId] as const;
    if (done.run(...added, ...whose).changes === 0) firstDone.run(...added, ...whose);
  };
};

/** Counts what statistics are made of, in the transaction of the append: nothing for a message but the first answer. */
export const tallyKeeper = (db: DatabaseSync): ((append: Append) => void) => {
  const count = counter(db);
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
  const count = counter(db);
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
