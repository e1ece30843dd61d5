import type { KeyObject } from 'node:crypto';
import { left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';

/** A key, and the one algorithm that it is for. */
export interface VerificationKey {
  readonly algorithm: 'HS256' | 'RS256' | 'ES256';
  readonly key: KeyObject;
}

/** What a token says of the key that it was signed with: a wish, no more. */
export interface TokenHeader {
  readonly alg?: unknown;
  readonly kid?: unknown;
}

/** `no keys`: it cannot be known now; the others are the token's own fault. */
export type KeysFault = 'algorithm' | 'key' | 'no keys';

/** The keys of which one must have signed a token with such a header; at least one of them. */
export type VerificationKeys = (
  header: TokenHeader,
) => TaskEither<KeysFault, readonly VerificationKey[]>;

/** For a server that is told its key: whatever a token calls it. */
export const singleKey =
  (own: VerificationKey): VerificationKeys =>
  ({ alg }) =>
  () =>
    Promise.resolve(alg === own.algorithm ? right([own]) : left('algorithm'));
