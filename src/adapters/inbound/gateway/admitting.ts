import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Identity } from '../../../application/ports/token-verifier.js';
import type { RateLimiter } from '../../../application/ports/rate-limiter.js';
import type { SecurityEvent } from '../../../application/ports/metrics.js';
import type { SavedSession } from '../../../application/ports/sessions.js';
import type { RejoinConversations } from '../../../application/use-cases/rejoin-conversations.js';
import { personKey } from '../../../domain/actor.js';
import type { Recognition } from './recognition.js';
import type { SecurityLog } from './security-log.js';
import type { SessionBook } from './session-book.js';
import { originIn } from './headers.js';
import type { Entrance, Offer, Refusal, Returning } from './transport.js';

export interface AdmittingDeps {
  readonly limiter: RateLimiter;
  readonly recognition: Recognition;
  readonly book: SessionBook;
  readonly rejoinConversations: RejoinConversations;
  /** Whether one of the dialects lets its clients say later who they are. */
  readonly admitsLater: boolean;
  readonly security: SecurityLog;
  /** Of the dialects. */
  readonly name: string;
}

const unauthenticated: Refusal = {
  because: 'unauthenticated',
  message: 'Authentication failed',
};
const tooMany = (retryAfter: number): Refusal => ({
  because: 'limited',
  message: 'Too many connections',
  retryAfter,
});
const unavailable: Refusal = { because: 'unavailable', message: 'Service unavailable' };

/** Lets in who is somebody, or may be; and sees to it that who comes back finds what he had joined. */
export const admitting = (deps: AdmittingDeps): Entrance['admit'] => {
  const { limiter, recognition, book, rejoinConversations, admitsLater, security, name } = deps;
  const isGuestAtOnce = recognition.admitsGuests && !admitsLater;

  /** A session is the credential of a guest alone: whoever had a token needs his token. */
  const guestOf = (session: SavedSession | null): Identity | null =>
    session === null ? null : recognition.guestNamed(session.person);

  const note = (event: SecurityEvent, { address, headers }: Offer, reason: string): void =>
    security.note({
      event,
      actor: null,
      address,
      origin: originIn(headers),
      dialect: name,
      correlationId: null,
      asked: null,
      reason,
    });

  const away = (offer: Offer): Either<Refusal, never> => {
    note('unavailable', offer, 'Unavailable');
    return left(unavailable);
  };

  return async (offer) => {
    // First of all, so that who tries credentials is stopped, too.
    const taken = await limiter.take('connections', offer.address)();
    if (isLeft(taken)) {
      note('rateLimited', offer, 'connections');
      return left(tooMany(taken.left.retryAfter));
    }
    const known = await recognition.byOffer(offer);
    if (isLeft(known)) {
      if (known.left.kind === 'Unavailable') return away(offer);
      if (known.left.kind === 'RateLimited') {
        note('rateLimited', offer, 'renewal');
        return left(tooMany(known.left.retryAfter));
      }
      note('authenticationFailed', offer, known.left.kind);
      return left(unauthenticated);
    }
    const found = offer.sessionId === null ? right(null) : await book.find(offer.sessionId);
    if (isLeft(found)) return away(offer);
    const session = found.right;
    const proved = known.right ?? guestOf(session);
    const identity = proved ?? (isGuestAtOnce ? recognition.newcomer() : null);
    if (identity === null && !offer.mayFollow && !admitsLater) {
      note('authenticationFailed', offer, 'AuthRequired');
      return left(unauthenticated);
    }
    const pass = { offer, identity, isProved: proved !== null };
    if (session === null) return right({ ...pass, returning: null });
    if (proved === null) return right({ ...pass, returning: { session, rejoined: null } });
    if (session.person !== personKey(proved.actor)) return right({ ...pass, returning: null });
    const rejoined = await rejoinConversations(proved.actor, session.joined)();
    if (isLeft(rejoined)) return away(offer);
    const returning: Returning = { session, rejoined: rejoined.right };
    return right({ ...pass, returning });
  };
};
