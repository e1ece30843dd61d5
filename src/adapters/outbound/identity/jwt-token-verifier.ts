import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import jwt from 'jsonwebtoken';
import type { Clock } from '../../../application/ports/clock.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { Identity, TokenVerifier } from '../../../application/ports/token-verifier.js';
import { actorFromClaims } from './claims.js';
import { type TokenFault, tokenFault } from './token-fault.js';
import { tokenHeader } from './token-header.js';
import type { KeysFault, VerificationKey, VerificationKeys } from './verification-keys.js';

export interface JwtTokenVerifierOptions {
  readonly keys: VerificationKeys;
  readonly issuer?: string;
  readonly audience?: string;
  /** Seconds by which the clock of whoever signs may be off: a token begins so much earlier, and ends so much later. */
  readonly tolerance: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

const { verify } = jwt;

/** In seconds; `null` for a token that never expires, were it by a number too large to be one. */
const expiryOf = (payload: unknown): number | null => {
  const exp =
    typeof payload === 'object' && payload !== null && 'exp' in payload ? payload.exp : null;
  return typeof exp === 'number' && Number.isFinite(exp * 1_000) ? exp : null;
};

/** Verifies with the configured keys and no others; which algorithm counts is theirs to say, not the token's. */
export const jwtTokenVerifier = (options: JwtTokenVerifierOptions): TokenVerifier => {
  const { keys, issuer, audience, tolerance, clock, logger } = options;

  const claims = (
    token: string,
    { algorithm, key }: VerificationKey,
  ): Either<TokenFault, unknown> => {
    try {
      const payload: unknown = verify(token, key, {
        algorithms: [algorithm],
        clockTimestamp: clock.now() / 1_000,
        clockTolerance: tolerance,
        ...(issuer === undefined ? {} : { issuer }),
        ...(audience === undefined ? {} : { audience }),
      });
      return right(payload);
    } catch (error) {
      return left(tokenFault(error));
    }
  };

  /** By whichever of the keys it was signed with. */
  const signedClaims = (
    token: string,
    candidates: readonly VerificationKey[],
  ): Either<TokenFault, unknown> => {
    for (const key of candidates) {
      const payload = claims(token, key);
      if (!isLeft(payload) || payload.left !== 'signature') return payload;
    }
    return left('signature');
  };

  const identity = async (token: string): Promise<Either<TokenFault | KeysFault, Identity>> => {
    const header = tokenHeader(token);
    if (header === null) return left('malformed');
    const candidates = await keys(header)();
    if (isLeft(candidates)) return candidates;
    const payload = signedClaims(token, candidates.right);
    if (isLeft(payload)) return payload;
    const expiry = expiryOf(payload.right);
    if (expiry === null) return left('exp');
    const actor = actorFromClaims(payload.right);
    return actor === null ? left('id') : right({ actor, expiresAt: (expiry + tolerance) * 1_000 });
  };

  return {
    verify: (token) => async () => {
      const verified = await identity(token);
      if (!isLeft(verified)) return verified;
      if (verified.left === 'no keys') {
        logger.debug('a token could not be checked', { why: verified.left });
        return left({ kind: 'Unavailable' });
      }
      logger.debug('a token was refused', { why: verified.left });
      return left({ kind: 'InvalidToken' });
    },
  };
};
