import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import jwt from 'jsonwebtoken';
import type { Clock } from '../../../application/ports/clock.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { Identity, TokenVerifier } from '../../../application/ports/token-verifier.js';
import { actorFromClaims } from './claims.js';
import { type TokenFault, tokenFault } from './token-fault.js';

export interface JwtTokenVerifierOptions {
  /** HS256's shared secret. */
  readonly secret: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly clock: Clock;
  readonly logger: Logger;
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
  const { secret, issuer, audience, clock, logger } = options;

  const claims = (token: string): Either<TokenFault, unknown> => {
    try {
      const payload: unknown = verify(token, secret, {
        algorithms: ['HS256'],
        clockTimestamp: clock.now() / 1_000,
        ...(issuer === undefined ? {} : { issuer }),
        ...(audience === undefined ? {} : { audience }),
      });
      return right(payload);
    } catch (error) {
      return left(tokenFault(error));
    }
  };

  const identity = (token: string): Either<TokenFault, Identity> => {
    const payload = claims(token);
    if (isLeft(payload)) return payload;
    const expiresAt = expiryOf(payload.right);
    if (expiresAt === null) return left('exp');
    const actor = actorFromClaims(payload.right);
    return actor === null ? left('id') : right({ actor, expiresAt });
  };

  return {
    verify: (token) => () => {
      const verified = identity(token);
      if (!isLeft(verified)) return Promise.resolve(verified);
      logger.debug('a token was refused', { why: verified.left });
      return Promise.resolve(left({ kind: 'InvalidToken' }));
    },
  };
};
