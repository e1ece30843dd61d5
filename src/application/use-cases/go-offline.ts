import { map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Person, personKey } from '../../domain/actor.js';
import type { RateLimited, Unavailable } from '../../domain/failure.js';
import type { GoOnlineDeps, OnlineInput } from './go-online.js';

export type GoOffline = (
  person: Person,
  input: OnlineInput,
) => TaskEither<RateLimited | Unavailable, void>;

/** He is there no longer by that connection; by others he may be. Nothing changes where he was not. */
export const goOffline =
  ({ presence, online }: GoOnlineDeps): GoOffline =>
  (person, { connection }) =>
    map(() => online.forget())(presence.vanished(personKey(person), connection));
