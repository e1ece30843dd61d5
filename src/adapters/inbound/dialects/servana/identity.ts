import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { Actor, Person } from '../../../../domain/actor.js';
import {
  type AccessDenied,
  notAllowed,
  notWhatHeSays,
  notWhoHeSays,
} from '../../../../domain/failure.js';
import { userTypeOf } from './encode.js';

/** What a client says of himself, where he does. */
export interface Said {
  readonly userId: string | null;
  readonly userType: 'agent' | 'client' | 'admin' | null;
}

/** Who he is by his token, where he does not say that he is somebody else (design, section 5). */
export const asHeSays = (
  actor: Actor,
  { userId, userType }: Said,
): Either<AccessDenied, Person> => {
  if (actor.kind === 'system') return left(notAllowed);
  if (userId !== null && userId !== actor.id) return left(notWhoHeSays);
  const isRight =
    userType === null ||
    userType === userTypeOf(actor) ||
    (userType === 'admin' && actor.kind === 'admin');
  return isRight ? right(actor) : left(notWhatHeSays);
};
