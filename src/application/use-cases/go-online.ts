import { map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Person, personKey } from '../../domain/actor.js';
import type { RateLimited, Unavailable } from '../../domain/failure.js';
import type { KeptOnline } from '../kept-online.js';
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
  readonly online: Pick<KeptOnline, 'forget'>;
}

/** Others see that he is there, until he says otherwise by that connection, it is gone, or he has said nothing for a minute. */
export const goOnline =
  ({ presence, online }: GoOnlineDeps): GoOnline =>
  (person, { connection }) =>
    // He finds himself in the list at once, though the change may reach this node later.
    map(() => online.forget())(presence.appeared(personKey(person), connection));
