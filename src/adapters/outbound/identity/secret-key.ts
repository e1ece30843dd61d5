import { createSecretKey } from 'node:crypto';
import type { VerificationKey } from './verification-keys.js';

/** A shared secret is for HS256, even one that looks like a public key. */
export const secretKey = (secret: string): VerificationKey => ({
  algorithm: 'HS256',
  key: createSecretKey(secret, 'utf8'),
});
