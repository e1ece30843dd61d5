import { map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, type PersonKey, personKey } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import type { Presence } from '../ports/presence.js';

/** How many people are in a conversation, with him who asks, since he is about to be. */
export type CountInside = (actor: Actor, id: ConversationId) => TaskEither<Unavailable, number>;

export interface CountInsideDeps {
  readonly presence: Presence;
}

export const countInside =
  ({ presence }: CountInsideDeps): CountInside =>
  (actor, id) =>
    map((people: ReadonlySet<PersonKey>) => new Set([...people, personKey(actor)]).size)(
      presence.inside(id),
    );
