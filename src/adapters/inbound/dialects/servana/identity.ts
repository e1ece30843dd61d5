import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { chainW as chain, fromEither, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor, Person } from '../../../../domain/actor.js';
import {
  type AccessDenied,
  notAllowed,
  notWhatHeSays,
  notWhoHeSays,
} from '../../../../domain/failure.js';
import type { Caller } from '../../gateway/dialect.js';
import { userTypeOf } from './encode.js';

/** What a client says of himself, where he does. */
export interface Said {
  readonly userId: string | null;
  readonly userType: 'agent' | 'client' | 'admin' | null;
}

/** Who he is by his token, where he does not say that he is somebody else (design, section 5). */
const asHeSays = (actor: Actor, { userId, userType }: Said): Either<AccessDenied, Person> => {
  if (actor.kind === 'system') return left(notAllowed);
  if (userId !== null && userId !== actor.id) return left(notWhoHeSays);
  const isRight =
    userType === null ||
    userType === userTypeOf(actor) ||
    (userType === 'admin' && actor.kind === 'admin');
  return isRight ? right(actor) : left(notWhatHeSays);
};

/** Does something for whoever the token names, unless he says that he is somebody else. */
export const asHimself = <F, T>(
  { actor }: Pick<Caller, 'actor'>,
  said: Said,
  run: (person: Person) => TaskEither<F, T>,
): TaskEither<F | AccessDenied, T> => pipe(fromEither(asHeSays(actor, said)), chain(run));
