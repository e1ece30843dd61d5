import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import {
  type Actor,
  type Contact,
  type Guest,
  noProfile,
  type Profile,
} from '../../../../domain/actor.js';
import { type EmailAddress, emailAddress } from '../../../../domain/email-address.js';
import {
  type AccessDenied,
  authRequired,
  type AuthRequired,
  notOfThatAddress,
} from '../../../../domain/failure.js';

/** Who asks, and the network address that counts beside him, since he can call himself what he likes. */
export interface Asker {
  readonly actor: Actor;
  readonly address: string | null;
}

/** Somebody without an account, who is known by the address that he gives and by nothing else. */
export const contactOf = (email: EmailAddress, known: Partial<Profile> = {}): Contact => ({
  kind: 'email',
  id: email.id,
  profile: { ...noProfile, email: email.typed, ...known },
});

const isOf = (actor: Actor, { id }: EmailAddress): boolean => {
  const own = actor.kind === 'system' ? null : actor.profile.email;
  const address = own === null ? null : emailAddress(own);
  return address !== null && !isLeft(address) && address.right.id === id;
};

/** This protocol knows no guests: whoever brings a guest's id has no account (of `support`, which may share the server). */
export const isNobody = (caller: Actor | null): caller is Guest | null =>
  caller === null || caller.kind === 'guest';

/** Whoever has a token is who it says, and an address that he gives beside it has to be his. */
export const askerOf = (
  caller: Actor | null,
  email: EmailAddress | null,
  address: string,
): Either<AuthRequired | AccessDenied, Asker> => {
  if (isNobody(caller)) {
    return email === null ? left(authRequired) : right({ actor: contactOf(email), address });
  }
  if (email !== null && !isOf(caller, email)) return left(notOfThatAddress);
  return right({ actor: caller, address: null });
};
