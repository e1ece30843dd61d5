import { left, right } from 'fp-ts/lib/Either.js';
import jwt from 'jsonwebtoken';
import type { Clock } from '../../../application/ports/clock.js';
import type { TokenVerifier } from '../../../application/ports/token-verifier.js';
import { actorFromClaims } from './claims.js';

export interface JwtTokenVerifierOptions {
  /** HS256's shared secret. */
  readonly secret: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly clock: Clock;
}

const { verify } = jwt;

/** In milliseconds; `null` for a token that never expires, were it by a number too large to be one. */
const expiryOf = (payload: unknown): number | null => {
  const exp =
    typeof payload === 'object' && payload !== null && 'exp' in payload ? payload.exp : null;
  const expiresAt = typeof exp === 'number' ? exp * 1_000 : Infinity;
  return expiresAt === Infinity ? null : expiresAt;
};

/** Verifies HS256 tokens and no others; which algorithm counts is ours to say, not the token's. */
export const jwtTokenVerifier = (options: JwtTokenVerifierOptions): TokenVerifier => {
  const { secret, issuer, audience, clock } = options;

  const claims = (token: string): unknown => {
    try {
      return verify(token, secret, {
        algorithms: ['HS256'],
        clockTimestamp: clock.now() / 1_000,
        ...(issuer === undefined ? {} : { issuer }),
        ...(audience === undefined ? {} : { audience }),
      });
    } catch {
      return null;
    }
  };

  return {
    verify: (token) => () => {
      const payload = claims(token);
      const expiresAt = expiryOf(payload);
      const actor = expiresAt === null ? null : actorFromClaims(payload);
      return Promise.resolve(
        actor === null || expiresAt === null
          ? left({ kind: 'InvalidToken' })
          : right({ actor, expiresAt }),
      );
    },
  };
};
