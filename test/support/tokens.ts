import { createHmac } from 'node:crypto';

const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Header and payload as a token has them; a payload that is text is taken as it is. */
export const unsigned = (header: object, payload: unknown): string =>
  `${base64url(header)}.${base64url(payload)}`;

const DIGEST = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

/** Signs with a shared secret, by hand: a library would not make most of what a test needs. */
export const hmacSigned = (
  algorithm: keyof typeof DIGEST,
  payload: unknown,
  secret: string,
  header: object = { alg: algorithm, typ: 'JWT' },
): string => {
  const input = unsigned(header, payload);
  return `${input}.${createHmac(DIGEST[algorithm], secret).update(input).digest('base64url')}`;
};
