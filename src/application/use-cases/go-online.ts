import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Person, personKey } from '../../domain/actor.js';
import type { RateLimited, Unavailable } from '../../domain/failure.js';
import type { Presence } from '../ports/presence.js';

export interface OnlineInput {
  /** Names the connection by which he says so, over all nodes. */
  readonly connection: string;
}

export type GoOnline = (
  person: Person,
  input: OnlineInput,
) => TaskEither<RateLimited | Unavailable, void>;

export interface GoOnlineDeps {
  readonly presence: Presence;
}

/** Others see that he is there, until he says otherwise by that connection, it is gone, or he has said nothing for a minute. */
export const goOnline =
  ({ presence }: GoOnlineDeps): GoOnline =>
  (person, { connection }) =>
    presence.appeared(personKey(person), connection);
