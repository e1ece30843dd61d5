import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../../domain/failure.js';

/** What somebody is signed in by from now on. */
export interface RenewedSession {
  /** A token, as a `TokenVerifier` takes them. */
  readonly accessToken: string;
  /** Good for the next renewal; the one that was given is no good any more. */
  readonly refreshToken: string;
  /** Seconds that the access token is good for, 1 or more. */
  readonly expiresIn: number;
}

/** It was used before, was called back, or was never given to anybody. */
export interface RenewalRefused {
  readonly kind: 'RenewalRefused';
}

/** Whoever signs people in, where he lets them stay so. */
export interface SessionRefresher {
  /**
   * A refresh token is good once: all who ask with the same one at a time, and within a few seconds after, share one
   * renewal and its answer.
   * `Unavailable`: it is not known whether it is good, and may be tried again.
   */
  renew(refreshToken: string): TaskEither<RenewalRefused | Unavailable, RenewedSession>;
}
