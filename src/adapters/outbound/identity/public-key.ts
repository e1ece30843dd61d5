import { createPublicKey, type KeyObject } from 'node:crypto';
import { chain, type Either, left, right, tryCatch } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { VerificationKey } from './verification-keys.js';

/** Bits. */
const MIN_RSA = 2_048;

/** Its type says which algorithm it is for. Left: what it must be instead, in words. */
export const publicKey = (key: KeyObject): Either<string, VerificationKey> => {
  const { asymmetricKeyType, asymmetricKeyDetails } = key;
  if (key.type !== 'public') return left('must be a public key');
  if (asymmetricKeyType === 'rsa') {
    return (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA
      ? right({ algorithm: 'RS256', key })
      : left(`must have at least ${MIN_RSA} bits, as a key for RSA`);
  }
  if (asymmetricKeyType === 'ec') {
    return asymmetricKeyDetails?.namedCurve === 'prime256v1'
      ? right({ algorithm: 'ES256', key })
      : left('must be of the curve P-256, as a key for EC');
  }
  return left('must be a key for RSA, or for EC on the curve P-256');
};

const NO_PEM = 'must be a public key in PEM (-----BEGIN PUBLIC KEY-----)';

/** One key and nothing else: Node reads the first of several, and makes a public key of a private one. */
const PEM = /^-----BEGIN ((?:RSA )?PUBLIC KEY)-----\s[\w+/=\s]+-----END \1-----$/;

/** Line ends may be written out, as in environment files of one line each. Left: what it must be, in words. */
export const readPublicKey = (text: string): Either<string, VerificationKey> => {
  const pem = text.replaceAll('\\r', '').replaceAll('\\n', '\n').trim();
  if (pem.includes('PRIVATE KEY-----')) {
    return left(
      'must be a public key, and is a private one: that is for whoever signs tokens alone',
    );
  }
  if (pem.includes('-----BEGIN CERTIFICATE-----')) {
    return left(
      'must be a public key, and is a certificate: openssl x509 -pubkey -noout takes it out',
    );
  }
  if (!PEM.test(pem)) return left(NO_PEM);
  return pipe(
    tryCatch(
      () => createPublicKey(pem),
      () => NO_PEM,
    ),
    chain(publicKey),
  );
};
