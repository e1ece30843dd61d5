import { hmacCodeDigits } from '../../src/adapters/outbound/identity/hmac-code-digits.js';

/** With keys of the tests' own. */
export const codeDigits = hmacCodeDigits({
  digitsKey: new Uint8Array(32).fill(8),
  lookupKey: new Uint8Array(32).fill(9),
});
