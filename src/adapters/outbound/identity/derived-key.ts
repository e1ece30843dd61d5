import { hkdfSync } from 'node:crypto';

/** What a keyed hash is for: no two purposes share a key. */
export type Purpose = 'guest ids' | 'code digits' | 'code lookups';

const BYTES = 32;

/** A key of 32 bytes for one purpose, made from the server's secret by HKDF (design, section 5). */
export const derivedKey = (secret: string, purpose: Purpose): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', `switchboard: ${purpose}`, BYTES));
