import { hash } from 'node:crypto';

/** 144 bits, far from any chance that two are the same. */
const LENGTH = 24;

/**
 * What something is found by: of one short length however long it is, and different for any two, lone
 * surrogates and NUL included, which MongoDB itself would not keep apart.
 */
export const keyOf = (...parts: readonly string[]): string =>
  hash('sha256', JSON.stringify(parts), 'base64url').slice(0, LENGTH);
