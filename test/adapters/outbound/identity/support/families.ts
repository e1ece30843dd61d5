import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { VerifierUnderTest } from '../../../../contract/token-verifier.contract.js';
import { hmacSigned, keySigned } from '../../../../support/tokens.js';

export const SECRET = 'a secret of thirty-two bytes or more';

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const rsaPair = (modulusLength = 2_048): KeyPair =>
  generateKeyPairSync('rsa', { modulusLength });

export const ecPair = (namedCurve = 'P-256'): KeyPair => generateKeyPairSync('ec', { namedCurve });

/** Two of each, since making one takes its time. */
export const RSA = rsaPair();
export const OTHER_RSA = rsaPair();
export const EC = ecPair();
export const OTHER_EC = ecPair();

export const pem = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'pem' }).toString();

/** What signs, for the contract; with a key id in the header where there is one. */
export type Signer = Pick<VerifierUnderTest, 'sign' | 'forge'>;

export const hs256Signer: Signer = {
  sign: (payload, header) => hmacSigned('HS256', payload, SECRET, header),
  forge: {
    'another key of the same algorithm': (payload, header) =>
      hmacSigned('HS256', payload, `${SECRET}.`, { alg: 'HS256', ...header }),
    'the 384-bit variant of the algorithm': (payload) => hmacSigned('HS384', payload, SECRET),
    'the 512-bit variant of the algorithm': (payload) => hmacSigned('HS512', payload, SECRET),
    'another family of algorithms': (payload) => keySigned('RS256', payload, RSA.privateKey),
    'an HMAC whose key everybody may know': (payload) => hmacSigned('HS256', payload, ''),
  },
};

const keySigner = (
  family: 'RS' | 'ES',
  own: KeyPair,
  other: KeyPair,
  kid: string | undefined,
): Signer => {
  const named = (alg: string, header: object = {}): object => ({
    alg,
    typ: 'JWT',
    ...(kid === undefined ? {} : { kid }),
    ...header,
  });
  const signed = (
    bits: 256 | 384 | 512,
    payload: unknown,
    { privateKey }: KeyPair,
    more?: object,
  ) => keySigned(`${family}${bits}`, payload, privateKey, named(`${family}${bits}`, more));
  const [otherFamily, otherPair] =
    family === 'RS' ? (['ES256', EC] as const) : (['RS256', RSA] as const);
  return {
    sign: (payload, header) =>
      header === undefined
        ? signed(256, payload, own)
        : keySigned(`${family}256`, payload, own.privateKey, header),
    forge: {
      'another key of the same algorithm': (payload, header) => signed(256, payload, other, header),
      'the 384-bit variant of the algorithm': (payload) => signed(384, payload, own),
      'the 512-bit variant of the algorithm': (payload) => signed(512, payload, own),
      'another family of algorithms': (payload) =>
        keySigned(otherFamily, payload, otherPair.privateKey, named(otherFamily)),
      'an HMAC whose key everybody may know': (payload) =>
        hmacSigned('HS256', payload, pem(own.publicKey), named('HS256')),
    },
  };
};

export const rs256Signer = (kid?: string): Signer => keySigner('RS', RSA, OTHER_RSA, kid);

export const es256Signer = (kid?: string): Signer => keySigner('ES', EC, OTHER_EC, kid);
