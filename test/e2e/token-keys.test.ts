import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { EC, OTHER_EC, pem, RSA } from '../adapters/outbound/identity/support/families.js';
import {
  jwkOf,
  keySet,
  keySetServer,
  type KeySetServer,
  status,
} from '../support/key-set-server.js';
import { keySigned } from '../support/tokens.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf, rest } from './support/rest-client.js';
import {
  type SupportClient,
  connectSupportSocketio,
  connectSupportWs,
  openSupportWs,
  supportUpgradeStatus,
} from './support/support-clients.js';
import { type Claims, someone, token } from './support/tokens.js';

const PATH = '/api/support/conversation';

/** By whoever has the private key of a set's member, or of the one that the server was told. */
const signed = (algorithm: 'RS256' | 'ES256', claims: Claims, expiresIn = 3_600): string => {
  const { privateKey } = algorithm === 'RS256' ? RSA : EC;
  const exp = Math.floor(Date.now() / 1_000) + expiresIn;
  const header = { alg: algorithm, typ: 'JWT', kid: algorithm };
  return keySigned(algorithm, { ...claims, exp }, privateKey, header);
};

/** By a key that the set does not have. */
const strange = (): string => {
  const payload = { sub: someone(), exp: Math.floor(Date.now() / 1_000) + 60 };
  return keySigned('ES256', payload, OTHER_EC.privateKey, { alg: 'ES256', kid: 'strange' });
};

const SET = keySet(
  jwkOf(RSA.publicKey, { kid: 'RS256', use: 'sig' }),
  jwkOf(EC.publicKey, { kid: 'ES256', use: 'sig' }),
);

/** The words of a refused Socket.IO handshake. */
const refusal = (url: string, bearer: string): Promise<string> =>
  connectSupportSocketio(url, { token: bearer }).then(
    (client) => {
      client.close();
      return 'let in';
    },
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** What each way in says to a token. */
const waysIn = async ({ url }: App, bearer: string): Promise<readonly (string | number)[]> => [
  await refusal(url, bearer),
  await supportUpgradeStatus(url, { headers: { authorization: `Bearer ${bearer}` } }),
  (await rest(url, PATH, bearer)).status,
];

const LET_IN = ['let in', 101, 200];
const REFUSED = ['Authentication failed', 401, 401];

describe('tokens that others sign', () => {
  let keys: KeySetServer;

  beforeEach(async () => {
    keys = await keySetServer(SET);
  });
  afterEach(() => keys.stop());

  /** How the server is told of the keys, and the algorithms that then count. */
  const families = {
    'an RSA key': () => [{ JWT_PUBLIC_KEY: pem(RSA.publicKey) }, ['RS256']] as const,
    'an EC key, in one line': () =>
      [{ JWT_PUBLIC_KEY: pem(EC.publicKey).replaceAll('\n', '\\n') }, ['ES256']] as const,
    'a key set': () => [{ JWKS_URL: keys.url }, ['RS256', 'ES256']] as const,
  };

  for (const [name, family] of Object.entries(families)) {
    describe(`with ${name}`, () => {
      let server: App;
      let algorithms: readonly ('RS256' | 'ES256')[];

      beforeEach(async () => {
        const [environment, allowed] = family();
        algorithms = allowed;
        server = await startServer({ ...environment });
      });
      afterEach(() => server.stop());

      it('are let in on every way, and no others', async () => {
        for (const algorithm of ['RS256', 'ES256'] as const) {
          const expected = algorithms.includes(algorithm) ? LET_IN : REFUSED;
          const bearer = signed(algorithm, { sub: someone() });
          expect(await waysIn(server, bearer), algorithm).to.deep.equal(expected);
        }
        expect(await waysIn(server, token({ sub: someone() })), 'HS256').to.deep.equal(REFUSED);
        expect(await waysIn(server, strange())).to.deep.equal(REFUSED);
      });

      it('can be followed by a fresh one, and end when they say', async () => {
        for (const algorithm of algorithms) {
          const [one, another] = [someone(), someone()];
          const clients: readonly SupportClient[] = [
            await connectSupportSocketio(server.url, { token: signed(algorithm, { sub: one }, 2) }),
            await connectSupportWs(server.url, signed(algorithm, { sub: one }, 2)),
          ];
          const leaving = await connectSupportWs(
            server.url,
            signed(algorithm, { sub: another }, 2),
          );
          // Beyond what a timer can be set to.
          const fresh = signed(algorithm, { sub: one }, 60 * 86_400);
          for (const client of clients)
            expect((await client.request('auth', { token: fresh })).success).to.equal(true);
          expect(await leaving.next('message:error')).to.deep.equal({
            error: 'Token expired',
            code: 'unauthenticated',
          });
          expect(await leaving.closed).to.equal(4401);
          const conversationId = await conversationOf(server.url, fresh);
          for (const client of clients) {
            const joined = await client.request('conversation:join', { conversationId });
            expect(joined.success).to.equal(true);
            client.close();
          }
        }
      });
    });
  }

  describe('with a key set that is down', () => {
    let server: App;

    beforeEach(async () => {
      keys.answer(status(500));
      server = await startServer({ JWKS_URL: keys.url });
    });
    afterEach(() => server.stop());

    it('are not refused: it is not known, and said so on every way', async () => {
      const bearer = signed('RS256', { sub: someone() });
      expect(await waysIn(server, bearer)).to.deep.equal(['Service unavailable', 503, 503]);
      const client = await openSupportWs(server.url);
      client.emit('auth', { token: bearer });
      expect(await client.next('message:error')).to.deep.equal({
        error: 'Service unavailable, please try again',
        code: 'unavailable',
      });
      client.close();
      expect(await waysIn(server, token({ sub: someone() })), 'HS256').to.deep.equal(REFUSED);
    });
  });

  it('with a key set that goes down while the server runs are let in as before', async () => {
    const server = await startServer({ JWKS_URL: keys.url });
    const bearer = signed('ES256', { sub: someone() });
    expect(await waysIn(server, bearer)).to.deep.equal(LET_IN);
    keys.answer(status(500));
    expect(await waysIn(server, bearer)).to.deep.equal(LET_IN);
    await server.stop();
  });

  it('are taken a little after their end and before their time, where the server is told to', async () => {
    const server = await startServer({ JWKS_URL: keys.url, JWT_CLOCK_TOLERANCE: '300' });
    const late = signed('RS256', { sub: someone() }, -60);
    expect(await waysIn(server, late)).to.deep.equal(LET_IN);
    const client = await connectSupportWs(server.url, late);
    const joined = await client.request('conversation:join', {
      conversationId: await conversationOf(server.url, late),
    });
    expect(joined.success).to.equal(true);
    client.close();
    expect(await waysIn(server, signed('RS256', { sub: someone() }, -400))).to.deep.equal(REFUSED);
    await server.stop();
  });
});
