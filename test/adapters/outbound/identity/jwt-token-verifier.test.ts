import { expect } from 'chai';
import { generateKeyPairSync, sign as signWith } from 'node:crypto';
import { jwtTokenVerifier } from '../../../../src/adapters/outbound/identity/jwt-token-verifier.js';
import {
  describeTokenVerifierContract,
  type VerifierUnderTest,
} from '../../../contract/token-verifier.contract.js';
import { answer } from '../../../support/answer.js';
import { expectLeft } from '../../../support/expect-either.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { hmacSigned, unsigned } from '../../../support/tokens.js';

const SECRET = 'a secret of thirty-two bytes or more';
const ISSUER = 'https://issuer.example.com';
const AUDIENCE = 'switchboard';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

const rs256 = (payload: unknown): string => {
  const input = unsigned({ alg: 'RS256', typ: 'JWT' }, payload);
  return `${input}.${signWith('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
};

const setup = (): VerifierUnderTest => {
  const clock = new FixedClock();
  const logger = new RecordingLogger();
  const options = { secret: SECRET, issuer: ISSUER, audience: AUDIENCE, clock, logger };
  return {
    verifier: jwtTokenVerifier(options),
    clock,
    logger,
    issuer: ISSUER,
    audience: AUDIENCE,
    sign: (payload, header) => hmacSigned('HS256', payload, SECRET, header),
    forge: {
      'another key of the same algorithm': (payload) => hmacSigned('HS256', payload, `${SECRET}.`),
      'the 384-bit variant of the algorithm': (payload) => hmacSigned('HS384', payload, SECRET),
      'the 512-bit variant of the algorithm': (payload) => hmacSigned('HS512', payload, SECRET),
      'another family of algorithms': rs256,
    },
  };
};

describeTokenVerifierContract({ name: 'HS256', setup });

describe('jwtTokenVerifier with neither issuer nor audience', () => {
  const clock = new FixedClock();
  const { verify } = jwtTokenVerifier({ secret: SECRET, clock, logger: silentLogger });
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
