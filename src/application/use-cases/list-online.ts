import { map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';
import { onlineFor } from '../audience.js';
import type { OnlinePerson, Presence } from '../ports/presence.js';

/** Those of whom he may know it. */
export type ListOnline = (actor: Actor) => TaskEither<Unavailable, readonly OnlinePerson[]>;

export interface ListOnlineDeps {
  readonly presence: Presence;
}

export const listOnline =
  ({ presence }: ListOnlineDeps): ListOnline =>
  (actor) =>
    map((people: readonly OnlinePerson[]) => onlineFor(isStaff(actor), people))(presence.present());
