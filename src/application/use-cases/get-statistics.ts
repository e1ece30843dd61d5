import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff, type Staff } from '../../domain/actor.js';
import { type AccessDenied, notAllowed, type Unavailable } from '../../domain/failure.js';
import { dayOf, type Doings, quantile, type Spread } from '../../domain/statistics.js';
import { byName, knownStaff } from '../known-staff.js';
import type { AgentDirectory } from '../ports/agent-directory.js';
import type { Clock } from '../ports/clock.js';
import type { ConversationQueries } from '../ports/conversation-queries.js';

/** In seconds; `null` where there is nothing to tell of. */
export interface Durations {
  readonly median: number | null;
  readonly p90: number | null;
}

export interface Ratings {
  /** Stars; `null` where there are none. */
  readonly average: number | null;
  readonly count: number;
}

export interface AgentStatistics {
  readonly staff: Pick<Staff, 'id' | 'profile'>;
  /** Now, and assigned to him. */
  readonly open: number;
  readonly closed: number;
  readonly ratings: Ratings;
}

/** What is open is counted now, everything else in the days that were asked for. */
export interface ConversationStatistics {
  readonly open: number;
  readonly waitingSupport: number;
  readonly waitingUser: number;
  readonly unassigned: number;
  readonly closed: number;
  readonly firstResponse: Durations;
  readonly resolution: Durations;
  readonly ratings: Ratings;
  /** Those who have had something to do, by name. */
  readonly agents: readonly AgentStatistics[];
}

export type GetStatistics = (
  actor: Actor,
  /** How many, of which today, by UTC, is the last. */
  days: number,
) => TaskEither<AccessDenied | Unavailable, ConversationStatistics>;

export interface GetStatisticsDeps {
  readonly queries: ConversationQueries;
  readonly agents: AgentDirectory;
  readonly clock: Clock;
}

const durations = (spread: Spread): Durations => ({
  median: quantile(spread, 0.5),
  p90: quantile(spread, 0.9),
});

const ratings = ({ ratings: count, stars }: Pick<Doings, 'ratings' | 'stars'>): Ratings => ({
  average: count === 0 ? null : Math.round((stars / count) * 100) / 100,
  count,
});

/** What has come of the conversations that somebody of staff may read. */
export const getStatistics =
  ({ queries, agents, clock }: GetStatisticsDeps): GetStatistics =>
  (actor, days) =>
  async () => {
    if (!isStaff(actor)) return left(notAllowed);
    const now = clock.now();
    const counted = await queries.tallies(actor, dayOf(now) - days + 1, now)();
    if (isLeft(counted)) return counted;
    const known = await knownStaff(agents);
    if (isLeft(known)) return known;
    const { open, unassigned, answered, closed, byAssignee } = counted.right;
    const all = [...byAssignee.values()];
    const sum = (of: 'closed' | 'ratings' | 'stars'): number =>
      all.reduce((total, doings) => total + doings[of], 0);
    return right({
      open: open.active + open.waiting_support + open.waiting_user,
      waitingSupport: open.waiting_support,
      waitingUser: open.waiting_user,
      unassigned,
      closed: sum('closed'),
      firstResponse: durations(answered),
      resolution: durations(closed),
      ratings: ratings({ ratings: sum('ratings'), stars: sum('stars') }),
      agents: [...known.right].sort(byName).flatMap((staff) => {
        const doings = byAssignee.get(staff.id);
        if (doings === undefined) return [];
        return [{ staff, open: doings.open, closed: doings.closed, ratings: ratings(doings) }];
      }),
    });
  };
