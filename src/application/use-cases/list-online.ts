import { map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';
import type { KeptOnline, OnlineViews } from '../kept-online.js';
import type { OnlinePerson } from '../ports/presence.js';

/** Those of whom he may know it: one and the same list for all who may know the same, until it changes. */
export type ListOnline = (actor: Actor) => TaskEither<Unavailable, readonly OnlinePerson[]>;

export interface ListOnlineDeps {
  readonly online: Pick<KeptOnline, 'get'>;
}

export const listOnline =
  ({ online }: ListOnlineDeps): ListOnline =>
  (actor) =>
    map(({ forStaff, forOthers }: OnlineViews) => (isStaff(actor) ? forStaff : forOthers))(
      online.get,
    );
