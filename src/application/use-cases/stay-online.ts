import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Person, personKey } from '../../domain/actor.js';
import {
  noPerson,
  type NotFound,
  type RateLimited,
  type Unavailable,
} from '../../domain/failure.js';
import type { GoOnlineDeps, OnlineInput } from './go-online.js';

export type StayOnline = (
  person: Person,
  input: OnlineInput,
) => TaskEither<NotFound | RateLimited | Unavailable, void>;

/** A sign of life of somebody who has gone online by that connection, and is still. */
export const stayOnline =
  ({ presence }: Pick<GoOnlineDeps, 'presence'>): StayOnline =>
  (person, { connection }) =>
  async () => {
    const stayed = await presence.stayed(personKey(person), connection)();
    if (isLeft(stayed)) return stayed;
    return stayed.right ? right(undefined) : left(noPerson);
  };
