import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { GuestIds } from '../../../application/ports/guest-ids.js';
import type { Identity, InvalidToken } from '../../../application/ports/token-verifier.js';
import type {
  Authenticate,
  AuthenticateFailure,
} from '../../../application/use-cases/authenticate.js';
import { guestIdOf, noProfile, type PersonKey } from '../../../domain/actor.js';
import { type Admission, GUEST_COOKIE, guestIdentity } from './dialect.js';
import type { Offer } from './transport.js';

export interface RecognitionDeps {
  readonly authenticate: Authenticate;
  readonly guestIds: GuestIds;
}

/** Somebody, nobody that is known, or a credential that is refused. */
export type Recognized = Either<AuthenticateFailure, Identity | null>;

const invalidToken: InvalidToken = { kind: 'InvalidToken' };

const guest = (id: string): Identity => guestIdentity({ kind: 'guest', id, profile: noProfile });

const member = (object: unknown, key: string): unknown =>
  typeof object === 'object' && object !== null && Object.hasOwn(object, key)
    ? (object as Record<string, unknown>)[key]
    : undefined;

/** Who somebody is, by what he brings along (design, section 5): the same over every transport. */
export class Recognition {
  /** Whether one of the dialects has guests. */
  readonly admitsGuests: boolean;

  constructor(
    private readonly deps: RecognitionDeps,
    private readonly admissions: readonly Pick<Admission, 'token' | 'guests'>[],
  ) {
    this.admitsGuests = admissions.some(({ guests }) => guests);
  }

  /** A token counts before a guest's id, and is never passed over for one where it is no good. */
  async byOffer(offer: Offer): Promise<Recognized> {
    const token = this.tokenIn(offer);
    return token === undefined
      ? this.byGuestIds(offer.guestIds, offer.cookies.get(GUEST_COOKIE))
      : this.deps.authenticate(token)();
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

  /** What was not issued here counts as none; what is given outright beats the cookie, and may not disagree. */
  private byGuestIds(outright: readonly unknown[], cookie: string | undefined): Recognized {
    if (!this.admitsGuests) return right(null);
    const [id, ...others] = this.known(outright);
    if (others.length > 0) return left(invalidToken);
    const [chosen] = id === undefined ? this.known([cookie]) : [id];
    return right(chosen === undefined ? null : guest(chosen));
  }

  private known(candidates: readonly unknown[]): readonly string[] {
    const ids = candidates.map((candidate) => this.deps.guestIds.check(candidate));
    return [...new Set(ids.filter((id) => id !== null))];
  }
}
