import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import type { GuestIds } from '../../../application/ports/guest-ids.js';
import type { Identity, InvalidToken } from '../../../application/ports/token-verifier.js';
import type {
  Authenticate,
  AuthenticateFailure,
} from '../../../application/use-cases/authenticate.js';
import { guestIdOf, noProfile, type PersonKey } from '../../../domain/actor.js';
import type { RateLimited } from '../../../domain/failure.js';
import { type Admission, GUEST_COOKIE, guestIdentity } from './dialect.js';
import type { Offer } from './transport.js';

export interface RecognitionDeps {
  readonly authenticate: Authenticate;
  readonly guestIds: GuestIds;
}

/** Somebody, nobody that is known, or a credential that is refused. */
export type Recognized = Either<AuthenticateFailure, Identity | null>;

/** Of what came with a connection or a request, it may also be that nobody could ask yet. */
export type RecognizedOffer = Either<AuthenticateFailure | RateLimited, Identity | null>;

const invalidToken: InvalidToken = { kind: 'InvalidToken' };

const guest = (id: string): Identity => guestIdentity({ kind: 'guest', id, profile: noProfile });

const member = (object: unknown, key: string): unknown =>
  typeof object === 'object' && object !== null && Object.hasOwn(object, key)
    ? (object as Record<string, unknown>)[key]
    : undefined;

/** What is sent twice comes as a list: of a query as an array, of a header in one line. */
const each = (given: unknown): readonly unknown[] => {
  if (typeof given === 'string') return given.split(',').map((one) => one.trim());
  return Array.isArray(given) ? given : [given];
};

/** Who somebody is, by what he brings along (design, section 5): the same over every transport. */
export class Recognition {
  /** Whether one of the dialects has guests. */
  readonly admitsGuests: boolean;
  private readonly hasCookies: boolean;

  constructor(
    private readonly deps: RecognitionDeps,
    private readonly admissions: readonly Pick<Admission, 'token' | 'cookies' | 'guests'>[],
  ) {
    this.admitsGuests = admissions.some(({ guests }) => guests);
    this.hasCookies = admissions.some(({ cookies }) => cookies !== undefined);
  }

  /** A token counts before all else, and is never passed over where it is no good; a cookie is that keeps somebody signed in. */
  async byOffer(offer: Offer): Promise<RecognizedOffer> {
    const token = this.tokenIn(offer);
    if (token !== undefined) return this.deps.authenticate(token)();
    const signedIn = await this.bySignIn(offer.cookies);
    if (isLeft(signedIn) || signedIn.right !== null) return signedIn;
    const guest = this.byGuestIds(offer.guestIds, offer.cookies.get(GUEST_COOKIE));
    if (isLeft(guest) || guest.right !== null) return guest;
    // He may well be signed in: who hears that he is not is sent to sign in anew.
    const failure = this.hasCookies ? (offer.renewalFailure ?? null) : null;
    return failure === null ? guest : left(failure);
  }

  /** By the frame `auth {token | guestId}`, or a dialect's own event that means the same. */
  async byFrame(payload: unknown): Promise<Recognized> {
    const token = member(payload, 'token') ?? undefined;
    return token === undefined
      ? this.byGuestIds([member(payload, 'guestId')], undefined)
      : this.deps.authenticate(token)();
  }

  /** The guest whom a key names; `null` where it names somebody else, or there are no guests. */
  guestNamed(person: PersonKey): Identity | null {
    const id = this.admitsGuests ? guestIdOf(person) : null;
    return id === null ? null : guest(id);
  }

  /** A guest whom nobody has met. */
  newcomer(): Identity {
    return guest(this.deps.guestIds.issue());
  }

  /** The first token that one of the dialects sees. */
  private tokenIn(offer: Offer): unknown {
    for (const admission of this.admissions) {
      const token = admission.token(offer);
      if (token !== undefined) return token;
    }
    return undefined;
  }

  /** By the first cookie that one of the dialects has for it and that is good. */
  private async bySignIn(cookies: Offer['cookies']): Promise<Recognized> {
    for (const { cookies: names } of this.admissions) {
      const token = names === undefined ? undefined : cookies.get(names.access);
      if (token === undefined) continue;
      const known = await this.deps.authenticate(token)();
      if (isRight(known) || known.left.kind === 'Unavailable') return known;
    }
    return right(null);
  }

  /** What was not issued here counts as none; what is given outright beats the cookie, and may not disagree. */
  private byGuestIds(outright: readonly unknown[], cookie: string | undefined): Recognized {
    if (!this.admitsGuests) return right(null);
    const [id, ...others] = this.known(outright);
    if (others.length > 0) return left(invalidToken);
    const [chosen] = id === undefined ? this.known([cookie]) : [id];
    return right(chosen === undefined ? null : guest(chosen));
  }

  private known(candidates: readonly unknown[]): readonly string[] {
    const ids = candidates.flatMap(each).map((one) => this.deps.guestIds.check(one));
    return [...new Set(ids.filter((id) => id !== null))];
  }
}
