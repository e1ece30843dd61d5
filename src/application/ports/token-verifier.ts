import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';
import type { Instant } from '../../domain/ids.js';

/** Whom a token speaks for, and until when it does. */
export interface Identity {
  readonly actor: Actor;
  readonly expiresAt: Instant;
}

/** One answer for every bad token: what is wrong with it helps only who forges one, and stands in the log. */
export interface InvalidToken {
  readonly kind: 'InvalidToken';
}

export interface TokenVerifier {
  /**
   * Refuses what is expired, without expiry, not yet valid, of another issuer or audience, signed with
   * another key or algorithm, edited, or not a token. Says at `debug` which of these, and nothing that the token says.
   * `Unavailable`: which keys count is not known now, so that nothing can be said of the token.
   */
  verify(token: string): TaskEither<InvalidToken | Unavailable, Identity>;
}
