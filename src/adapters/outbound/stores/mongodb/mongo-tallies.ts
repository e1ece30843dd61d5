import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { Staff } from '../../../../domain/actor.js';
import type { Unavailable } from '../../../../domain/failure.js';
import type { Instant } from '../../../../domain/ids.js';
import type { Doings, Tallies } from '../../../../domain/statistics.js';
import type { CountedDoings, Tally } from './documents.js';
import { departmentsOf } from './listings.js';
import type { MongoDatabase } from './mongo-database.js';
import { type OpenCount, openCounts } from './open-counts.js';
import type { TallyCounter } from './tally-counter.js';
import { assigneeIn, fieldOf } from './uncounted.js';

/** Days of departments that come in one answer; the server gives 101 else. */
const TOGETHER = 1_000;

type Counted = Pick<Tally, 'answered' | 'closed' | 'doings'>;

const add = <Key>(sums: Map<Key, number>, key: Key, more: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + more);
};

/** What all of these days come to; nobody is there of whom there is nothing. */
const sumOf = (counts: readonly OpenCount[], days: readonly Counted[]): Tallies => {
  const open = { active: 0, waiting_support: 0, waiting_user: 0 };
  const spreads = { answered: new Map<number, number>(), closed: new Map<number, number>() };
  const openBy = new Map<string | null, number>();
  const doings = new Map<string | null, Required<CountedDoings>>();
  for (const { status, assigneeId, total } of counts) {
    open[status] += total;
    add(openBy, assigneeId, total);
  }
  for (const day of days) {
    for (const kind of ['answered', 'closed'] as const) {
      for (const [bucket, total] of Object.entries(day[kind] ?? {})) {
        add(spreads[kind], Number(bucket), total);
      }
    }
    for (const [field, { closed = 0, ratings = 0, stars = 0 }] of Object.entries(
      day.doings ?? {},
    )) {
      const id = assigneeIn(field);
      const sum = doings.get(id) ?? { closed: 0, ratings: 0, stars: 0 };
      doings.set(id, {
        closed: sum.closed + closed,
        ratings: sum.ratings + ratings,
        stars: sum.stars + stars,
      });
    }
  }
  const byAssignee = new Map<string | null, Doings>();
  for (const id of new Set([...openBy.keys(), ...doings.keys()])) {
    const { closed = 0, ratings = 0, stars = 0 } = doings.get(id) ?? {};
    // What is counted at two moments may come to less than nothing.
    const its = Math.max(0, openBy.get(id) ?? 0);
    if (its + closed + ratings > 0) byAssignee.set(id, { open: its, closed, ratings, stars });
  }
  return { open, unassigned: byAssignee.get(null)?.open ?? 0, ...spreads, byAssignee };
};

type Tallied = (
  viewer: Staff,
  since: number,
  now: Instant,
) => Promise<Either<Unavailable, Tallies>>;

/** Counts what waits first, so that each reads what he has stored. */
export const mongoTallies = (database: MongoDatabase, counter: TallyCounter): Tallied => {
  const { tallies, persist } = database;
  const countOpen = openCounts(database);

  const daysFor = async (viewer: Staff, since: number): Promise<readonly Counted[]> => {
    const day = { $gte: since };
    const projection = { applied: 0 };
    const options = { hint: 'days', batchSize: TOGETHER } as const;
    if (viewer.kind === 'admin') {
      return tallies.find<Counted>({ day }, { ...options, projection }).toArray();
    }
    const departments = departmentsOf(viewer);
    const own = `doings.${fieldOf(viewer.id)}`;
    const [all, elsewhere] = await Promise.all([
      tallies
        .find<Counted>({ day, department: { $in: departments } }, { ...options, projection })
        .toArray(),
      tallies
        .find<Counted>(
          { day, department: { $nin: departments } },
          { ...options, projection: { [own]: 1 } },
        )
        .toArray(),
    ]);
    return [...all, ...elsewhere];
  };

  return async (viewer, since, now) => {
    const counted = await counter.countAll();
    if (isLeft(counted)) return counted;
    return persist(async () => {
      const [counts, days] = await Promise.all([countOpen(viewer, now), daysFor(viewer, since)]);
      return sumOf(counts, days);
    })();
  };
};
