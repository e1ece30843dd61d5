import type { RequestListener } from 'node:http';
import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import { supabaseSessionRefresher } from '../../../../src/adapters/outbound/identity/supabase-session-refresher.js';
import type { SessionRefresher } from '../../../../src/application/ports/session-refresher.js';
import { describeSessionRefresherContract } from '../../../contract/session-refresher.contract.js';
import { expectRight } from '../../../support/expect-either.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { ANON_KEY, type SupabaseServer, supabaseServer } from '../../../support/supabase-server.js';

const refresherOf = ({ url }: { readonly url: string }): SessionRefresher =>
  supabaseSessionRefresher({
    url,
    anonKey: ANON_KEY,
    clock: new FixedClock(),
    logger: silentLogger,
  });

const servers: SupabaseServer[] = [];

describeSessionRefresherContract({
  name: 'Supabase',
  setup: async () => {
    const server = await supabaseServer();
    servers.push(server);
    return {
      refresher: refresherOf(server),
      signIn: () => server.signIn('alice'),
      renewals: () => server.asked.length,
      renews: true,
    };
  },
  teardown: async () => {
    for (const server of servers.splice(0)) await server.stop();
  },
});

const UNAVAILABLE = left({ kind: 'Unavailable' });
const REFUSED = left({ kind: 'RenewalRefused' });

describe('supabaseSessionRefresher', () => {
  let server: SupabaseServer;
  let clock: FixedClock;
  let logger: RecordingLogger;
  let refresher: SessionRefresher;

  const begin = (timeout = 5_000, anonKey = ANON_KEY): void => {
    const { url } = server;
    refresher = supabaseSessionRefresher({ url, anonKey, clock, logger, timeout });
  };
  const renew = (token: string) => refresher.renew(token)();

  beforeEach(async () => {
    server = await supabaseServer();
    clock = new FixedClock();
    logger = new RecordingLogger();
    begin();
  });
  afterEach(() => server.stop());

  const answering =
    (status: number, body: string): RequestListener =>
    (_request, response) => {
      response.writeHead(status).end(body);
    };

  const session = (fields: object): string =>
    JSON.stringify({ access_token: 'a', refresh_token: 'b', expires_in: 60, ...fields });

  it('asks as the endpoint wants it', async () => {
    const token = server.signIn('alice');
    const { accessToken, expiresIn } = expectRight(await renew(token));
    expect([accessToken, expiresIn]).to.deep.equal(['token of alice', 3_600]);
    const [asked] = server.asked;
    expect(asked?.headers).to.include({ apikey: ANON_KEY, 'content-type': 'application/json' });
    expect(JSON.parse(asked?.body ?? '')).to.deep.equal({ refresh_token: token });
  });

  it('asks nobody with what can be no token', async () => {
    await renew('');
    await renew('x'.repeat(4_097));
    expect(server.asked).to.have.lengthOf(0);
  });

  it('remembers an answer for ten seconds, a refusal too', async () => {
    const [good, bad] = [server.signIn('alice'), 'bad'];
    const first = await renew(good);
    await renew(bad);
    clock.time += 9_999;
    expect(await renew(good)).to.deep.equal(first);
    expect(await renew(bad)).to.deep.equal(REFUSED);
    expect(server.asked).to.have.lengthOf(2);
    clock.time += 1;
    expect(await renew(good)).to.deep.equal(REFUSED);
    expect(server.asked).to.have.lengthOf(3);
  });

  it('takes for a refusal what says that the token is no good', async () => {
    for (const status of [400, 403, 422]) {
      server.answer(answering(status, '{"error_code":"session_not_found"}'));
      expect(await renew(`token ${status}`)).to.deep.equal(REFUSED);
    }
    expect(logger.entries).to.deep.equal([]);
  });

  it('knows nothing of a token where the server, the project or the key is at fault', async () => {
    for (const status of [401, 404, 429, 500, 503, 204]) {
      server.answer(answering(status, status === 204 ? '' : '{}'));
      expect(await renew('token'), String(status)).to.deep.equal(UNAVAILABLE);
    }
    server.answer(null);
    const token = server.signIn('alice');
    begin(5_000, 'another-key');
    expect(await renew(token)).to.deep.equal(UNAVAILABLE);
  });

  it('asks again after a failure, with the same token', async () => {
    const token = server.signIn('alice');
    server.answer(answering(503, ''));
    expect(await renew(token)).to.deep.equal(UNAVAILABLE);
    server.answer(null);
    expectRight(await renew(token));
  });

  it('takes nothing for a session that is none', async () => {
    for (const body of [
      ...['', 'null', '[]', '{"access_token":"a"', session({ access_token: 5 })],
      ...[session({ refresh_token: null }), session({ expires_in: '60' })],
      ...[session({ expires_in: 0 }), session({ expires_in: -1 }), session({ expires_in: 1e30 })],
    ]) {
      server.answer(answering(200, body));
      expect(await renew('token'), body).to.deep.equal(UNAVAILABLE);
    }
  });

  it('follows no redirect, to which it would take the token along', async () => {
    const elsewhere = await supabaseServer();
    server.answer((_request, response) => {
      response.writeHead(307, { location: `${elsewhere.url}/auth/v1/token` }).end();
    });
    expect(await renew('token')).to.deep.equal(UNAVAILABLE);
    expect(elsewhere.asked).to.have.lengthOf(0);
    await elsewhere.stop();
  });

  it('reads no more than a mebibyte', async () => {
    server.answer(answering(200, session({ more: 'x'.repeat(1024 * 1024) })));
    expect(await renew('token')).to.deep.equal(UNAVAILABLE);
  });

  it('waits for no answer for ever, nor for the rest of one', async () => {
    begin(50);
    server.answer(() => undefined);
    expect(await renew('token')).to.deep.equal(UNAVAILABLE);
    server.answer((_request, response) => {
      response.writeHead(200).write('{"access_token": ');
    });
    expect(await renew('token')).to.deep.equal(UNAVAILABLE);
  });

  it('asks for no more than a hundred sessions at a time', async () => {
    const held: (() => void)[] = [];
    server.answer((_request, response) => {
      held.push(() => response.writeHead(400).end('{}'));
      if (held.length === 100) for (const release of held) release();
    });
    const asked = Array.from({ length: 101 }, (_, at) => renew(`token ${at}`));
    expect(await asked[100]).to.deep.equal(UNAVAILABLE);
    for (const one of asked.slice(0, 100)) expect(await one).to.deep.equal(REFUSED);
  });

  it('says once in a minute that nobody can be asked, and why, without a token', async () => {
    server.answer(answering(503, 'token-1'));
    for (let at = 0; at < 3; at += 1) await renew('token-1');
    clock.time += 60_000;
    await renew('token-1');
    const message = 'sessions cannot be renewed';
    expect(logger.entries).to.deep.equal([
      { level: 'warn', message, fields: { why: 'status 503', unlogged: 0 } },
      { level: 'warn', message, fields: { why: 'status 503', unlogged: 2 } },
    ]);
  });
});
