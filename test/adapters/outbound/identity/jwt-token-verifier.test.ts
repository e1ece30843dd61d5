import type { KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import { jwtTokenVerifier } from '../../../../src/adapters/outbound/identity/jwt-token-verifier.js';
import { readPublicKey } from '../../../../src/adapters/outbound/identity/public-key.js';
import { remoteKeys } from '../../../../src/adapters/outbound/identity/remote-keys.js';
import { secretKey } from '../../../../src/adapters/outbound/identity/secret-key.js';
import {
  singleKey,
  type VerificationKeys,
} from '../../../../src/adapters/outbound/identity/verification-keys.js';
import {
  describeTokenVerifierContract,
  type VerifierUnderTest,
} from '../../../contract/token-verifier.contract.js';
import { answer } from '../../../support/answer.js';
import { expectLeft, expectRight } from '../../../support/expect-either.js';
import type { ContractOptions } from '../../../support/fixture.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { jwkOf, keySet, keySetServer, type KeySetServer } from '../../../support/key-set-server.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { hmacSigned } from '../../../support/tokens.js';
import {
  EC,
  es256Signer,
  hs256Signer,
  pem,
  rs256Signer,
  RSA,
  SECRET,
  type Signer,
} from './support/families.js';

const ISSUER = 'https://issuer.example.com';
const AUDIENCE = 'switchboard';

const underTest = (
  signer: Signer,
  keysOf: (clock: FixedClock) => VerificationKeys,
  tolerance: number,
): VerifierUnderTest => {
  const clock = new FixedClock();
  const logger = new RecordingLogger();
  const options = { issuer: ISSUER, audience: AUDIENCE, tolerance, clock, logger };
  return {
    ...signer,
    ...options,
    verifier: jwtTokenVerifier({ ...options, keys: keysOf(clock) }),
  };
};

const HMAC = secretKey(SECRET);

describeTokenVerifierContract({
  name: 'HS256',
  setup: () => underTest(hs256Signer, () => singleKey(HMAC), 0),
});

describeTokenVerifierContract({
  name: 'HS256 with a tolerance',
  setup: () => underTest(hs256Signer, () => singleKey(HMAC), 7),
});

const byPem = (signer: Signer, key: KeyObject, tolerance: number): VerifierUnderTest =>
  underTest(signer, () => singleKey(expectRight(readPublicKey(pem(key)))), tolerance);

describeTokenVerifierContract({
  name: 'RS256 by PEM',
  setup: () => byPem(rs256Signer(), RSA.publicKey, 0),
});

describeTokenVerifierContract({
  name: 'ES256 by PEM',
  setup: () => byPem(es256Signer(), EC.publicKey, 5),
});

/** Both, as where keys of one kind take over from the other. */
const SET = keySet(
  jwkOf(RSA.publicKey, { kid: 'rsa', alg: 'RS256', use: 'sig' }),
  jwkOf(EC.publicKey, { kid: 'ec' }),
);

const byKeySet = (name: string, signer: Signer): ContractOptions<VerifierUnderTest> => {
  const servers: KeySetServer[] = [];
  return {
    name,
    setup: async () => {
      const server = await keySetServer(SET);
      servers.push(server);
      const { url } = server;
      return underTest(signer, (clock) => remoteKeys({ url, clock, logger: silentLogger }), 5);
    },
    teardown: async () => {
      await Promise.all(servers.splice(0).map(({ stop }) => stop()));
    },
  };
};

describeTokenVerifierContract(byKeySet('RS256 by JWKS', rs256Signer('rsa')));

describeTokenVerifierContract(byKeySet('ES256 by JWKS', es256Signer('ec')));

describe('jwtTokenVerifier with neither issuer nor audience', () => {
  const clock = new FixedClock();
  const { verify } = jwtTokenVerifier({
    keys: singleKey(HMAC),
    tolerance: 0,
    clock,
    logger: silentLogger,
  });
  const exp = clock.now() / 1_000 + 60;

  it('takes a token of any, or of none', async () => {
    for (const more of [{}, { iss: ISSUER }, { aud: [AUDIENCE] }, { iss: 'x', aud: 'y' }]) {
      const token = hmacSigned('HS256', { sub: 'alice', exp, ...more }, SECRET);
      expect((await answer(verify(token))).actor).to.have.property('id', 'alice');
    }
  });

  it('still wants the right key', async () => {
    expectLeft(
      await verify(hmacSigned('HS256', { sub: 'alice', exp }, 'another secret'))(),
      'InvalidToken',
    );
  });
});

describe('jwtTokenVerifier with several keys that a token may mean', () => {
  const clock = new FixedClock();
  const logger = new RecordingLogger();
  const secrets = ['one', 'two', 'three'];
  const { verify } = jwtTokenVerifier({
    keys: () => () => Promise.resolve(right(secrets.map(secretKey))),
    tolerance: 0,
    clock,
    logger,
  });
  const now = clock.now() / 1_000;
  const signed = (secret: string, exp = now + 60): string =>
    hmacSigned('HS256', { sub: 'alice', exp }, secret);

  it('takes one that any of them has signed', async () => {
    for (const secret of secrets)
      expect((await answer(verify(signed(secret)))).actor).to.have.property('id', 'alice');
    expectLeft(await verify(signed('four'))(), 'InvalidToken');
  });

  it('says what is wrong by the key that has signed it', async () => {
    const whys: unknown[] = [];
    for (const token of [signed('one', now), signed('three', now), signed('four', now)]) {
      expectLeft(await verify(token)(), 'InvalidToken');
      whys.push(logger.entries.at(-1)?.fields['why']);
    }
    expect(whys).to.deep.equal(['expired', 'expired', 'signature']);
  });
});
