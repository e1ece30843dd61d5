import { expect } from 'chai';
import { jwtTokenVerifier } from '../../../../src/adapters/outbound/identity/jwt-token-verifier.js';
import { readPublicKey } from '../../../../src/adapters/outbound/identity/public-key.js';
import { remoteKeys } from '../../../../src/adapters/outbound/identity/remote-keys.js';
import { secretKey } from '../../../../src/adapters/outbound/identity/secret-key.js';
import {
  singleKey,
  type VerificationKeys,
} from '../../../../src/adapters/outbound/identity/verification-keys.js';
import {
  describeTokenVerifier,
  type VerifierUnderTest,
} from '../../../contract/token-verifier.contract.js';
import { answer } from '../../../support/answer.js';
import { expectLeft, expectRight } from '../../../support/expect-either.js';
import { type Fixture, nothingToTakeDown } from '../../../support/fixture.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { jwkOf, keySet, keySetServer } from '../../../support/key-set-server.js';
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

const single = (
  signer: Signer,
  key: Parameters<typeof singleKey>[0],
  tolerance: number,
): Fixture<VerifierUnderTest> => ({
  adapter: underTest(signer, () => singleKey(key), tolerance),
  teardown: nothingToTakeDown,
});

const HMAC = secretKey(SECRET);

describeTokenVerifier('HS256', { setup: () => single(hs256Signer, HMAC, 0) });

describeTokenVerifier('HS256 with a tolerance', { setup: () => single(hs256Signer, HMAC, 7) });

describeTokenVerifier('RS256 by PEM', {
  setup: () => single(rs256Signer(), expectRight(readPublicKey(pem(RSA.publicKey))), 0),
});

describeTokenVerifier('ES256 by PEM', {
  setup: () => single(es256Signer(), expectRight(readPublicKey(pem(EC.publicKey))), 5),
});

/** Both, as where keys of one kind take over from the other. */
const SET = keySet(
  jwkOf(RSA.publicKey, { kid: 'rsa', alg: 'RS256', use: 'sig' }),
  jwkOf(EC.publicKey, { kid: 'ec' }),
);

const byKeySet = (signer: Signer) => async (): Promise<Fixture<VerifierUnderTest>> => {
  const server = await keySetServer(SET);
  const keysOf = (clock: FixedClock): VerificationKeys =>
    remoteKeys({ url: server.url, clock, logger: silentLogger });
  return { adapter: underTest(signer, keysOf, 5), teardown: server.stop };
};

describeTokenVerifier('RS256 by JWKS', { setup: byKeySet(rs256Signer('rsa')) });

describeTokenVerifier('ES256 by JWKS', { setup: byKeySet(es256Signer('ec')) });

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
