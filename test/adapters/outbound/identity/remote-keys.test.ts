import { createServer as createHttpsServer } from 'node:https';
import type { RequestListener } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type Either, left } from 'fp-ts/lib/Either.js';
import { remoteKeys } from '../../../../src/adapters/outbound/identity/remote-keys.js';
import type {
  KeysFault,
  TokenHeader,
  VerificationKey,
  VerificationKeys,
} from '../../../../src/adapters/outbound/identity/verification-keys.js';
import { expectRight } from '../../../support/expect-either.js';
import { FixedClock } from '../../../support/fixed-ports.js';
import {
  jwkOf,
  keySet,
  keySetServer,
  type KeySetServer,
  status,
} from '../../../support/key-set-server.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { selfSigned } from '../../../support/self-signed.js';
import { EC, ecPair, OTHER_EC, OTHER_RSA, RSA, rsaPair } from './support/families.js';

const MINUTE = 60_000;

const ONE: TokenHeader = { alg: 'RS256', kid: 'one' };
const TWO: TokenHeader = { alg: 'RS256', kid: 'two' };
const EC_ONE: TokenHeader = { alg: 'ES256', kid: 'one' };
const UNKNOWN = left('key');
const NO_KEYS = left('no keys');

const one = jwkOf(RSA.publicKey, { kid: 'one' });
const two = jwkOf(OTHER_RSA.publicKey, { kid: 'two' });

/** Takes the request, and never answers. */
const silence: RequestListener = () => undefined;

/** Begins to answer, and goes on for ever without an end. */
const endless: RequestListener = (_request, response) => {
  response.writeHead(200).flushHeaders();
  response.write('{"keys": [');
};

const body =
  (content: string | Buffer, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(200, headers).end(content);
  };

describe('remoteKeys', () => {
  let server: KeySetServer;
  let clock: FixedClock;
  let logger: RecordingLogger;
  let keys: VerificationKeys;

  beforeEach(async () => {
    server = await keySetServer(keySet(one));
    clock = new FixedClock();
    logger = new RecordingLogger();
  });
  afterEach(() => server.stop());

  /** With a set that is answered so; patience is for what never ends. */
  const begin = (listener: RequestListener, timeout = 5_000): void => {
    server.answer(listener);
    keys = remoteKeys({ url: server.url, clock, logger, timeout });
  };

  type Found = Either<KeysFault, readonly VerificationKey[]>;

  const find = (header: TokenHeader): Promise<Found> => keys(header)();

  const expectFound = async (
    header: TokenHeader,
    ...expected: readonly object[]
  ): Promise<void> => {
    const found = expectRight(await find(header)).map(({ key }) => key.export({ format: 'jwk' }));
    expect(found).to.deep.equal(expected.map((jwk) => ({ ...jwk, kid: undefined })).map(bare));
  };

  /** What a key is, less what is said of it. */
  const bare = ({ kty, n, e, crv, x, y }: Record<string, unknown>): object =>
    JSON.parse(JSON.stringify({ kty, n, e, crv, x, y })) as object;

  const warnings = (): readonly unknown[] =>
    logger.entries.filter(({ level }) => level === 'warn').map(({ fields }) => fields['why']);

  describe('picks', () => {
    it('the key by its id', async () => {
      begin(keySet(two, one));
      await expectFound(ONE, one);
      await expectFound(TWO, two);
      expect(server.requests()).to.equal(1);
    });

    it('none of another type than the algorithm', async () => {
      const ec = jwkOf(EC.publicKey, { kid: 'ec' });
      begin(keySet(one, ec));
      expect(await find({ alg: 'ES256', kid: 'one' })).to.deep.equal(UNKNOWN);
      expect(await find({ alg: 'RS256', kid: 'ec' })).to.deep.equal(UNKNOWN);
      await expectFound({ alg: 'ES256', kid: 'ec' }, ec);
    });

    it('no algorithm but the two, and asks nobody for it', async () => {
      begin(keySet(one));
      await expectFound(ONE, one);
      clock.time += 30 * MINUTE;
      const others = ['none', 'HS256', 'RS384', 'RS512', 'PS256', 'ES384', 'EdDSA', 'rs256', ''];
      for (const alg of [...others, undefined, null, ['RS256'], 5])
        expect(await find({ alg, kid: 'one' })).to.deep.equal(left('algorithm'));
      expect(server.requests()).to.equal(1);
    });

    it('every one that may be meant, where the id is there twice or is not said', async () => {
      const [ec, other] = [jwkOf(EC.publicKey, { kid: 'one' }), jwkOf(OTHER_EC.publicKey)];
      const again = { ...two, kid: 'one' };
      begin(keySet(one, ec, again, other));
      await expectFound(ONE, one, again);
      await expectFound(EC_ONE, ec);
      await expectFound({ alg: 'ES256' }, ec, other);
      expect(await find({ alg: 'ES256', kid: 'other' }), 'an id, and no key of it').to.deep.equal(
        UNKNOWN,
      );
    });

    it('a key without an id for a token without', async () => {
      const nameless = jwkOf(RSA.publicKey);
      begin(keySet(nameless));
      await expectFound({ alg: 'RS256' }, nameless);
      expect(await find(ONE)).to.deep.equal(UNKNOWN);
    });

    it('none by an id that is no text', async () => {
      begin(keySet(one));
      for (const kid of [null, 1, {}, ['one'], true])
        expect(await find({ alg: 'RS256', kid })).to.deep.equal(UNKNOWN);
    });

    it('none that is for something else, weak, private, or cannot be read', async () => {
      const bad: readonly object[] = [
        { ...one, use: 'enc' },
        { ...one, key_ops: ['encrypt'] },
        { ...one, alg: 'RS512' },
        { ...one, alg: 'RSA-OAEP' },
        jwkOf(rsaPair(1_024).publicKey, { kid: 'one' }),
        jwkOf(RSA.privateKey, { kid: 'one' }),
        { kid: 'one', kty: 'RSA', n: 'AQAB' },
        { kid: 'one', kty: 'RSA', n: 7, e: {} },
        { kid: 'one', kty: 'oct', k: 'c2VjcmV0' },
        { kid: 'one' },
        { kid: 'one', kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
        jwkOf(ecPair('P-384').publicKey, { kid: 'one' }),
        jwkOf(generateKeyPairSync('ed25519').publicKey, { kid: 'one' }),
      ];
      for (const jwk of bad) {
        begin(keySet(jwk));
        for (const header of [ONE, EC_ONE, { alg: 'RS256' }, { alg: 'ES256' }])
          expect(await find(header), JSON.stringify(jwk)).to.deep.equal(UNKNOWN);
      }
    });

    it('the good ones beside those', async () => {
      begin(keySet({ ...two, use: 'enc' }, { kid: 'one', kty: 'RSA', n: 'AQAB' }, one));
      await expectFound(ONE, one);
      await expectFound({ alg: 'RS256' }, one);
    });

    it('from among a thousand, of which no token has all tried', async () => {
      const many = Array.from({ length: 1_000 }, (_, index) => ({ ...two, kid: `key ${index}` }));
      begin(keySet(...many, one));
      await expectFound(ONE, one);
      expect(expectRight(await find({ alg: 'RS256' }))).to.have.lengthOf(8);
    });
  });

  describe('asks', () => {
    it('at once, before there is a token', async () => {
      const asked = Promise.withResolvers<undefined>();
      begin((request, response) => {
        asked.resolve(undefined);
        keySet(one)(request, response);
      });
      await asked.promise;
    });

    it('once for all who come with a key that is not known, and again after a while', async () => {
      begin(keySet(one));
      await expectFound(ONE, one);
      const flood = (): Promise<readonly Found[]> =>
        Promise.all(
          Array.from({ length: 200 }, (_, index) => find({ alg: 'RS256', kid: `mine ${index}` })),
        );
      for (const found of await flood()) expect(found).to.deep.equal(UNKNOWN);
      expect(server.requests(), 'within the pause').to.equal(1);
      clock.time += 30_000;
      for (const found of await flood()) expect(found).to.deep.equal(UNKNOWN);
      await flood();
      expect(server.requests()).to.equal(2);
    });

    it('for a key that is new, and goes on with the old one while it is there', async () => {
      begin(keySet(one));
      await expectFound(ONE, one);
      server.answer(keySet(one, two));
      clock.time += 30_000;
      await expectFound(TWO, two);
      await expectFound(ONE, one);
      expect(server.requests()).to.equal(2);
    });

    it('for a key that has gone, ten minutes later at most', async () => {
      begin(keySet(one));
      await expectFound(ONE, one);
      server.answer(keySet(two));
      clock.time += 10 * MINUTE;
      expect(await find(ONE)).to.deep.equal(UNKNOWN);
      await expectFound(TWO, two);
    });
  });

  /** Whatever is no set of keys, and how the log calls it. */
  const FAILURES: Readonly<Record<string, readonly [RequestListener, RegExp]>> = {
    'a status 500': [status(500), /^status 500$/],
    'a status 404': [status(404), /^status 404$/],
    'no content': [status(204), /^status 204$/],
    'a redirect': [status(302, { location: '/elsewhere' }), /^status 302$/],
    'a lost connection': [
      (request) => {
        request.socket.destroy();
      },
      /^UND_ERR_SOCKET$/,
    ],
    'no answer': [silence, /timed out/],
    'an answer without an end': [endless, /timed out/],
    'a web page': [body('<!doctype html><title>Sign in</title>'), /JSON/],
    nothing: [body(''), /JSON/],
    'JSON of another kind': [body('[]'), /malformed/],
    'a set of anything': [body('{"keys": ["one", null]}'), /malformed/],
    'ten megabytes': [
      body(`{"keys": [], "more": "${'x'.repeat(1e7)}"}`),
      /^more than 1048576 bytes$/,
    ],
    'ten megabytes, packed': [
      body(gzipSync(`{"keys": [], "more": "${'x'.repeat(1e7)}"}`), { 'content-encoding': 'gzip' }),
      /^more than 1048576 bytes$/,
    ],
  };

  for (const [name, [listener, why]] of Object.entries(FAILURES)) {
    describe(`where there is ${name}`, () => {
      const timeout = [silence, endless].includes(listener) ? 500 : 5_000;

      it('knows nothing while it has no keys, says so in the log, and has them when they are there', async () => {
        begin(listener, timeout);
        expect(await find(ONE)).to.deep.equal(NO_KEYS);
        expect(await find(TWO)).to.deep.equal(NO_KEYS);
        expect(warnings()).to.have.lengthOf(1);
        expect(warnings()[0]).to.match(why);
        server.answer(keySet(one));
        expect(await find(ONE), 'not yet').to.deep.equal(NO_KEYS);
        clock.time += 5_000;
        await expectFound(ONE, one);
        expect(logger.entries.at(-1)).to.deep.include({ level: 'info' });
      });

      it('goes on with the keys that it has, for an hour', async () => {
        begin(keySet(one), timeout);
        await expectFound(ONE, one);
        server.answer(listener);
        clock.time += 30 * MINUTE;
        await expectFound(ONE, one);
        expect(await find(TWO), 'that may have come since').to.deep.equal(NO_KEYS);
        clock.time += 30 * MINUTE - 1;
        await expectFound(ONE, one);
        clock.time += 1;
        expect(await find(ONE)).to.deep.equal(NO_KEYS);
      });
    });
  }

  it('knows nothing where nobody listens', async () => {
    await server.stop();
    begin(silence);
    expect(await find(ONE)).to.deep.equal(NO_KEYS);
    expect(warnings()).to.deep.equal(['ECONNREFUSED']);
    server = await keySetServer(keySet(one));
  });

  it('never goes where it is redirected to', async () => {
    const elsewhere = await keySetServer(keySet(two));
    begin(status(307, { location: elsewhere.url }));
    expect(await find(TWO)).to.deep.equal(NO_KEYS);
    expect(elsewhere.requests()).to.equal(0);
    await elsewhere.stop();
  });

  it('keeps nobody with a known key waiting while a new one is asked for', async () => {
    begin(keySet(one));
    await expectFound(ONE, one);
    const asked = Promise.withResolvers<() => void>();
    server.answer((request, response) => {
      asked.resolve(() => keySet(one, two)(request, response));
    });
    clock.time += 30_000;
    const newcomer = find(TWO);
    const goOn = await asked.promise;
    await expectFound(ONE, one);
    goOn();
    expect(expectRight(await newcomer)).to.have.lengthOf(1);
    await expectFound(TWO, two);
  });

  it('reads by https, from who can be trusted alone', async () => {
    const { cert, key } = selfSigned();
    const secure = await keySetServer(keySet(one), createHttpsServer({ cert, key }), 'https');
    keys = remoteKeys({ url: secure.url, clock, logger });
    expect(await find(ONE)).to.deep.equal(NO_KEYS);
    expect(warnings()).to.deep.equal(['DEPTH_ZERO_SELF_SIGNED_CERT']);
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, cert]);
    try {
      clock.time += 5_000;
      await expectFound(ONE, one);
    } finally {
      setDefaultCACertificates(trusted);
      await secure.stop();
    }
  });
});
