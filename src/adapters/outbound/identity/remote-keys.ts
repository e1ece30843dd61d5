import { KeyObject } from 'node:crypto';
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { createRemoteJWKSet, type CryptoKey, customFetch, errors, type RemoteJWKSet } from 'jose';
import type { Clock } from '../../../application/ports/clock.js';
import type { Logger } from '../../../application/ports/logger.js';
import { boundedFetch } from './bounded-fetch.js';
import { fetchFault } from './fetch-fault.js';
import { KeptCopy } from './kept-copy.js';
import { publicKey } from './public-key.js';
import type { TokenHeader, VerificationKey, VerificationKeys } from './verification-keys.js';

export interface RemoteKeysOptions {
  /** Of a JSON Web Key Set. */
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds for the whole answer. */
  readonly timeout?: number;
}

const TIMEOUT = 5_000;

/** As many keys as are tried where the token's id stands for several, or it has none. */
const MAX_CANDIDATES = 8;

const ALGORITHMS: ReadonlySet<unknown> = new Set<VerificationKey['algorithm']>(['RS256', 'ES256']);

/** Those of the set that fit, in its order; those that cannot be read are passed over. */
async function* fitting(set: RemoteJWKSet, header: TokenHeader): AsyncGenerator<CryptoKey> {
  try {
    yield await set(header as Parameters<RemoteJWKSet>[0]);
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) yield* error;
  }
}

const candidates = async (
  set: RemoteJWKSet,
  header: TokenHeader,
): Promise<readonly VerificationKey[]> => {
  const found: VerificationKey[] = [];
  for await (const one of fitting(set, header)) {
    const key = publicKey(KeyObject.from(one));
    if (!isLeft(key)) found.push(key.right);
    if (found.length === MAX_CANDIDATES) break;
  }
  return found;
};

/**
 * The public keys of a set that is kept at a URL, which is asked at once, so that the log of a start says
 * when it is of no use. The library reads the set and picks from it; when it is asked again is ours, since
 * the library's own pause counts from the last answer that was good.
 */
export const remoteKeys = (options: RemoteKeysOptions): VerificationKeys => {
  const { url, clock, logger, timeout = TIMEOUT } = options;
  const set = createRemoteJWKSet(new URL(url), {
    timeoutDuration: timeout,
    cacheMaxAge: Infinity,
    cooldownDuration: Infinity,
    [customFetch]: boundedFetch,
  });
  const copy = new KeptCopy({
    read: set.reload,
    clock,
    failed: (error) =>
      logger.warn('the keys of JWKS_URL cannot be had', { why: fetchFault(error) }),
    recovered: () => logger.info('the keys of JWKS_URL are there again'),
  });
  void copy.refresh();

  return (header) => async () => {
    if (!ALGORITHMS.has(header.alg)) return left('algorithm');
    await copy.keepFresh();
    if (!copy.isUsable) return left('no keys');
    const known = await candidates(set, header);
    if (known.length > 0) return right(known);
    await copy.refresh();
    const fresh = await candidates(set, header);
    if (fresh.length > 0) return right(fresh);
    // While nobody can say which keys there are now, an unknown one may be as good as any.
    return left(copy.isFailing ? 'no keys' : 'key');
  };
};
