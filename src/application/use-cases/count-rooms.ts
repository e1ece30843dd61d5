import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import { type AccessDenied, notAllowed, type Unavailable } from '../../domain/failure.js';
import { dayOf } from '../../domain/statistics.js';
import type { Clock } from '../ports/clock.js';
import type { ConversationQueries } from '../ports/conversation-queries.js';
import type { Presence } from '../ports/presence.js';

/** What goes on at this moment. */
export interface RoomCounts {
  /** Open conversations. */
  readonly open: number;
  /** Those of them that somebody is in. */
  readonly occupied: number;
  /** Who are connected. */
  readonly people: number;
}

/** For admins. */
export type CountRooms = (actor: Actor) => TaskEither<AccessDenied | Unavailable, RoomCounts>;

export interface CountRoomsDeps {
  readonly queries: ConversationQueries;
  readonly presence: Presence;
  readonly clock: Clock;
}

export const countRooms =
  ({ queries, presence, clock }: CountRoomsDeps): CountRooms =>
  (actor) =>
  async () => {
    if (actor.kind !== 'admin') return left(notAllowed);
    const now = clock.now();
    const tallies = await queries.tallies(actor, dayOf(now), now)();
    if (isLeft(tallies)) return tallies;
    const census = await presence.census()();
    if (isLeft(census)) return census;
    const { active, waiting_support, waiting_user } = tallies.right.open;
    const { people, rooms: occupied } = census.right;
    return right({ open: active + waiting_support + waiting_user, occupied, people });
  };
