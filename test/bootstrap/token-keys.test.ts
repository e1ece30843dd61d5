import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { type Config, readConfig } from '../../src/bootstrap/config.js';
import { expectRight } from '../support/expect-either.js';
import { ecPair, pem, rsaPair } from '../adapters/outbound/identity/support/families.js';

type Environment = Readonly<Record<string, string>>;

const problems = (environment: Environment): readonly string[] => {
  const config = readConfig(environment);
  return isLeft(config) ? config.left : [];
};

const configOf = (environment: Environment): Config => expectRight(readConfig(environment));

const SECRET = 's'.repeat(32);
const RSA = pem(rsaPair().publicKey);
const EC = pem(ecPair().publicKey);
const JWKS_URL = 'https://id.example.com/.well-known/jwks.json';

/** Each family alone. */
const FAMILIES: Readonly<Record<string, Environment>> = {
  JWT_SECRET: { JWT_SECRET: SECRET },
  JWT_PUBLIC_KEY: { JWT_PUBLIC_KEY: RSA },
  JWKS_URL: { JWKS_URL },
};

describe('what tokens are checked with', () => {
  it('is a secret, a public key or a key set', () => {
    expect(configOf({ JWT_SECRET: SECRET }).tokenKeys).to.deep.equal({
      kind: 'secret',
      secret: SECRET,
    });
    expect(configOf({ JWKS_URL }).tokenKeys).to.deep.equal({ kind: 'key set', url: JWKS_URL });
    for (const [key, algorithm] of [[RSA, 'RS256'] as const, [EC, 'ES256'] as const]) {
      const { tokenKeys } = configOf({ JWT_PUBLIC_KEY: key });
      expect(tokenKeys).to.have.property('kind', 'public key');
      expect(tokenKeys).to.have.nested.property('key.algorithm', algorithm);
    }
  });

  it('is one of them, never two', () => {
    const beside = (other: string, first: string): string =>
      `${other} must not be set beside ${first}: tokens are checked in one way`;
    const { JWT_SECRET, JWT_PUBLIC_KEY, JWKS_URL: url } = FAMILIES;
    expect(problems({ ...JWT_SECRET, ...JWT_PUBLIC_KEY })).to.deep.equal([
      beside('JWT_PUBLIC_KEY', 'JWT_SECRET'),
    ]);
    expect(problems({ ...JWT_PUBLIC_KEY, ...url })).to.deep.equal([
      beside('JWKS_URL', 'JWT_PUBLIC_KEY'),
    ]);
    expect(problems({ ...JWT_SECRET, ...JWT_PUBLIC_KEY, ...url })).to.deep.equal([
      beside('JWT_PUBLIC_KEY', 'JWT_SECRET'),
      beside('JWKS_URL', 'JWT_SECRET'),
    ]);
    expect(problems({ ...JWT_SECRET, JWT_PUBLIC_KEY: '', JWKS_URL: '' })).to.deep.equal([]);
  });

  it('in production must be there, and beside keys that sign nothing a secret of the server', () => {
    const production = { NODE_ENV: 'production' };
    expect(problems({ ...production, SERVER_SECRET: SECRET })).to.deep.equal([
      'JWT_SECRET must be set in production, to at least 32 bytes, or JWT_PUBLIC_KEY or JWKS_URL instead',
    ]);
    expect(problems({ ...production, ...FAMILIES['JWT_SECRET'] })).to.deep.equal([]);
    for (const name of ['JWT_PUBLIC_KEY', 'JWKS_URL']) {
      expect(problems({ ...production, ...FAMILIES[name] })).to.deep.equal([
        `SERVER_SECRET must be set in production beside ${name}, to at least 32 bytes`,
      ]);
      expect(problems({ ...production, ...FAMILIES[name], SERVER_SECRET: SECRET })).to.deep.equal(
        [],
      );
      expect(problems({ ...FAMILIES[name] }), 'in development one is made').to.deep.equal([]);
    }
  });

  it('is no public key that stands for a secret', () => {
    for (const key of [RSA, EC]) {
      expect(problems({ JWT_SECRET: key })).to.deep.equal([
        'JWT_SECRET must be a secret, and is a key in PEM: JWT_PUBLIC_KEY takes public ones',
      ]);
    }
  });

  it('is named with what is wrong with it, which is not shown', () => {
    const { privateKey } = rsaPair();
    const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const found = problems({ JWT_PUBLIC_KEY: text, PORT: 'x' });
    expect(found.map((problem) => problem.split(' ')[0])).to.have.members([
      'JWT_PUBLIC_KEY',
      'PORT',
    ]);
    expect(found.join(' ')).to.contain('is a private one').and.not.contain('BEGIN');
  });

  describe('JWKS_URL', () => {
    const WRONG = 'JWKS_URL must be an http or https URL, without a user and password';

    it('is a web address', () => {
      const bad = [
        'id.example.com/jwks.json',
        'file:///etc/keys.json',
        'data:application/json,{}',
        'https://',
        'https://user@id.example.com/jwks.json',
        'https://:password@id.example.com/jwks.json',
      ];
      for (const url of bad) expect(problems({ JWKS_URL: url }), url).to.deep.equal([WRONG]);
    });

    it('in production is https, save on the machine itself', () => {
      const of = (url: string): readonly string[] =>
        problems({ NODE_ENV: 'production', SERVER_SECRET: SECRET, JWKS_URL: url });
      const good = [
        JWKS_URL,
        ...['http://127.0.0.1:8080/jwks', 'http://localhost/jwks', 'http://[::1]:80'],
        'HTTPS://id.example.com/jwks',
      ];
      for (const url of good) expect(of(url), url).to.deep.equal([]);
      const bad = [
        'http://id.example.com/jwks',
        'HTTP://id.example.com/jwks',
        'http://localhost.example.com/jwks',
        'http://127.0.0.1.example.com/jwks',
        'http://example.com/http://localhost/',
      ];
      for (const url of bad) {
        expect(of(url), url).to.deep.equal([
          'JWKS_URL must be https in production, save on this machine itself (127.0.0.1)',
        ]);
        expect(problems({ JWKS_URL: url }), 'in development').to.deep.equal([]);
      }
    });
  });

  it('goes with a tolerance of some seconds, and no more than minutes', () => {
    expect(configOf({}).clockTolerance).to.equal(5);
    expect(configOf({ JWT_CLOCK_TOLERANCE: '0' }).clockTolerance).to.equal(0);
    expect(configOf({ JWT_CLOCK_TOLERANCE: '300' }).clockTolerance).to.equal(300);
    for (const wrong of ['301', '-1', '1.5', 'a while']) {
      expect(problems({ JWT_CLOCK_TOLERANCE: wrong })).to.deep.equal([
        'JWT_CLOCK_TOLERANCE must be a whole number from 0 to 300',
      ]);
    }
  });
});
