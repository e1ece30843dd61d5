import { createHmac, type KeyObject, sign } from 'node:crypto';

const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Header and payload as a token has them; a payload that is text is taken as it is. */
export const unsigned = (header: object, payload: unknown): string =>
  `${base64url(header)}.${base64url(payload)}`;

/** What a token's header says. */
export const headerOf = (token: string): { readonly alg?: unknown } =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as object;

const HMAC = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

/** Signs with a shared secret, by hand: a library would not make most of what a test needs. */
export const hmacSigned = (
  algorithm: keyof typeof HMAC,
  payload: unknown,
  secret: string,
  header: object = { alg: algorithm, typ: 'JWT' },
): string => {
  const input = unsigned(header, payload);
  return `${input}.${createHmac(HMAC[algorithm], secret).update(input).digest('base64url')}`;
};

/** Signs with a private key, RSA or EC as it is, by hand too. */
export const keySigned = (
  algorithm: `${'RS' | 'ES'}${256 | 384 | 512}`,
  payload: unknown,
  key: KeyObject,
  header: object = { alg: algorithm, typ: 'JWT' },
): string => {
  const input = unsigned(header, payload);
  const signature = sign(`sha${algorithm.slice(2)}`, Buffer.from(input), {
    key,
    dsaEncoding: 'ieee-p1363',
  });
  return `${input}.${signature.toString('base64url')}`;
};
