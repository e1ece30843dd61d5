import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import { readPublicKey } from '../../../../src/adapters/outbound/identity/public-key.js';
import { expectRight } from '../../../support/expect-either.js';
import { EC, ecPair, OTHER_RSA, pem, RSA, rsaPair } from './support/families.js';

const NO_PEM = 'must be a public key in PEM (-----BEGIN PUBLIC KEY-----)';

const refusal = (text: string, why: string): void => {
  expect(readPublicKey(text), text.slice(0, 40)).to.deep.equal(left(why));
};

const pkcs1 = (key: KeyObject): string => key.export({ type: 'pkcs1', format: 'pem' }).toString();

describe('readPublicKey', () => {
  it('says by the type of a key what it is for', () => {
    expect(expectRight(readPublicKey(pem(RSA.publicKey))).algorithm).to.equal('RS256');
    expect(expectRight(readPublicKey(pkcs1(RSA.publicKey))).algorithm).to.equal('RS256');
    expect(expectRight(readPublicKey(pem(EC.publicKey))).algorithm).to.equal('ES256');
  });

  it('takes line ends of every kind, also written out', () => {
    const text = pem(RSA.publicKey);
    for (const end of ['\r\n', '\\n', '\\r\\n']) {
      const { key } = expectRight(readPublicKey(` ${text.replaceAll('\n', end)} `));
      expect(key.equals(RSA.publicKey)).to.equal(true);
    }
  });

  it('refuses a private key, of which Node would make a public one', () => {
    const why =
      'must be a public key, and is a private one: that is for whoever signs tokens alone';
    for (const type of ['pkcs8', 'pkcs1'] as const)
      refusal(RSA.privateKey.export({ type, format: 'pem' }).toString(), why);
    refusal(EC.privateKey.export({ type: 'sec1', format: 'pem' }).toString(), why);
    const text = RSA.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    refusal(pem(RSA.publicKey) + text, why);
  });

  it('refuses a key that is too weak, or of another kind', () => {
    const rsa = 'must have at least 2048 bits, as a key for RSA';
    refusal(pem(rsaPair(1_024).publicKey), rsa);
    refusal(pem(rsaPair(2_040).publicKey), rsa);
    for (const curve of ['P-384', 'P-521', 'secp256k1'])
      refusal(pem(ecPair(curve).publicKey), 'must be of the curve P-256, as a key for EC');
    const other = 'must be a key for RSA, or for EC on the curve P-256';
    refusal(pem(generateKeyPairSync('ed25519').publicKey), other);
    refusal(pem(generateKeyPairSync('rsa-pss', { modulusLength: 2_048 }).publicKey), other);
  });

  it('refuses a certificate, and says how to get its key', () => {
    const text = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    refusal(
      text,
      'must be a public key, and is a certificate: openssl x509 -pubkey -noout takes it out',
    );
  });

  it('refuses what is no key, or more than one', () => {
    const text = pem(RSA.publicKey);
    const rubbish = [
      ...['', 'rubbish', '{}', 'https://id.example.com', text.slice(0, -20), `"${text}"`],
      text.replace(/\n.{10}/, '\n'),
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
      text + pem(OTHER_RSA.publicKey),
      JSON.stringify(RSA.publicKey.export({ format: 'jwk' })),
      text.replaceAll('PUBLIC KEY', 'RSA PUBLIC KEY'),
    ];
    for (const one of rubbish) refusal(one, NO_PEM);
  });
});
