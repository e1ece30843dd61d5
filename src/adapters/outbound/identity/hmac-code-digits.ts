import { createHmac } from 'node:crypto';
import type { CodeDigits } from '../../../application/ports/code-digits.js';

/** Each of its own purpose, 32 bytes. */
export interface HmacCodeDigitsOptions {
  readonly digitsKey: Uint8Array;
  readonly lookupKey: Uint8Array;
}

const LENGTH = 6;

/** Of so many no number of six digits has noticeably more than another. */
const BYTES = 6;

/** Digits are a keyed hash of the id, and what they are found by is a keyed hash of the digits. */
export const hmacCodeDigits = ({ digitsKey, lookupKey }: HmacCodeDigitsOptions): CodeDigits => ({
  digitsOf: (codeId) => {
    const number = createHmac('sha256', digitsKey).update(codeId).digest().readUIntBE(0, BYTES);
    return String(number % 10 ** LENGTH).padStart(LENGTH, '0');
  },
  keyOf: (digits) => createHmac('sha256', lookupKey).update(digits).digest('base64url'),
});
