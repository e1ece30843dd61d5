import { once } from 'node:events';
import { expect } from 'chai';
import { container } from '../../src/bootstrap/container.js';
import { TOKENS } from '../../src/bootstrap/tokens.js';
import type { Gateway } from '../../src/adapters/inbound/gateway/gateway.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { type Door, TRANSPORTS } from './support/doors.js';
import { testConfig } from './support/in-process-server.js';
import { servana } from './support/servana-clients.js';
import { connectSocketio } from './support/socketio-client.js';
import { support } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import { openWs, upgradeStatus, type WsClient, wsPath } from './support/ws-client.js';

type Fields = Readonly<Record<string, unknown>>;
type AnyClient = WsClient<Fields, Fields>;

const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

describe('the security log', () => {
  let logger: RecordingLogger;
  let gateway: Gateway;
  let door: Door;
  let url: string;
  let close: () => Promise<void>;

  const begin = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
    const config = testConfig({ DIALECTS: 'support,livechat,tickets', ...environment });
    const bindings = container(config);
    logger = new RecordingLogger();
    bindings.rebind(TOKENS.logger).toConstantValue(logger);
    gateway = await bindings.getAsync(TOKENS.gateway);
    door = await TRANSPORTS['plain ws']({ gateway, config, logger });
    url = door.url ?? '';
    close = async () => {
      await gateway.close();
      await door.close();
      await bindings.get(TOKENS.resources).close();
    };
  };
  afterEach(() => close());

  const lines = (): readonly Fields[] =>
    logger.entries.filter(({ message }) => message === 'security').map(({ fields }) => fields);

  /** But for the names of connections. */
  const told = (): readonly Fields[] =>
    lines().map(({ correlationId, ...fields }) => ({
      ...fields,
      isNamed: typeof correlationId === 'string',
    }));

  const line = (event: string, fields: Fields): Fields => ({
    event,
    actor: null,
    address: '127.0.0.1',
    origin: null,
    dialect: 'support',
    asked: null,
    reason: null,
    isNamed: true,
    ...fields,
  });

  const come = (sub: string): Promise<AnyClient> =>
    openWs<Fields, Fields>(support, url, {
      path: wsPath(support),
      headers: bearer(token({ sub })),
    });

  it('has who was let in, by the handshake and by a frame, and who was not', async () => {
    await begin();
    const [first, second] = [someone(), someone()];
    const client = await come(first);
    await upgradeStatus(url, { path: wsPath(support), headers: bearer('bad-token') });
    const guest = await openWs<Fields, Fields>(support, url, { path: wsPath(support) });
    await guest.request('auth', { token: token({ sub: second }) });
    await guest.request('auth', { token: 'another-bad-token' });
    const actor = `customer:${second}`;
    expect(told()).to.deep.equal([
      line('authenticated', { actor: `customer:${first}` }),
      line('authenticationFailed', { reason: 'InvalidToken', isNamed: false }),
      line('authenticated', { actor, asked: 'auth' }),
      line('authenticationFailed', { actor, asked: 'auth', reason: 'InvalidToken' }),
    ]);
    expect(JSON.stringify(lines())).to.not.contain('bad-token');
    client.close();
    guest.close();
  });

  it('has whom it knows over REST once, and each who comes', async () => {
    await begin();
    const [first, second] = [someone(), someone()];
    for (const sub of [first, first, second, first]) {
      const headers = bearer(token({ sub }));
      expect((await fetch(`${url}/api/support/conversation`, { headers })).status).to.equal(200);
    }
    const asked = 'GET /api/support/conversation';
    expect(told()).to.deep.equal([
      line('authenticated', { actor: `customer:${first}`, asked }),
      line('authenticated', { actor: `customer:${second}`, asked }),
    ]);
  });

  it('has it of Socket.IO, where dialects share a namespace', async () => {
    await begin();
    const sub = someone();
    const client = await connectSocketio(support, url, { token: token({ sub }) });
    client.close();
    const dialect = 'support and livechat';
    expect(told()).to.deep.equal([line('authenticated', { actor: `customer:${sub}`, dialect })]);
  });

  it('has what somebody may not do, without what he sent', async () => {
    await begin();
    const [owner, other] = [someone(), someone()];
    const opened = await fetch(`${url}/api/support/conversation`, {
      headers: bearer(token({ sub: owner })),
    });
    const { data } = (await opened.json()) as { readonly data: { readonly id: string } };
    const client = await come(other);
    await client.request('conversation:join', { conversationId: data.id });
    await client.request('message:send', { conversationId: data.id, message: 'my secret' });
    const stranger = await fetch(`${url}/api/admin/support/conversations`);
    expect(stranger.status).to.equal(401);
    const customer = await fetch(`${url}/api/admin/support/conversations`, {
      headers: bearer(token({ sub: other })),
    });
    expect(customer.status).to.equal(403);
    const actor = `customer:${other}`;
    const asked = 'GET /api/admin/support/conversations';
    expect(told().filter(({ event }) => event === 'denied')).to.deep.equal([
      line('denied', { actor, asked: 'conversation:join', reason: 'AccessDenied: conversation' }),
      line('denied', { actor, asked: 'message:send', reason: 'AccessDenied: conversation' }),
      line('denied', { asked, reason: 'AuthRequired' }),
      line('denied', { actor, asked, reason: 'AccessDenied: operation' }),
    ]);
    expect(JSON.stringify(lines())).to.not.contain('my secret');
    client.close();
  });

  it('has who bears no key of an app, or none that there is', async () => {
    await begin({ APP_KEYS: 'a-key-of-an-app' });
    const path = '/api/v1/support/chat/send-unauthenticated';
    for (const headers of [{}, { 'x-app-key': 'another-key' }]) {
      expect((await fetch(`${url}${path}`, { method: 'POST', headers })).status).to.equal(401);
    }
    const refused = line('denied', {
      ...{ dialect: 'livechat', asked: `POST ${path}`, reason: 'AuthRequired' },
    });
    expect(told()).to.deep.equal([refused, refused]);
    expect(JSON.stringify(lines())).to.not.contain('another-key');
  });

  it('has who is told to wait, by messages and by handshakes', async () => {
    await begin({ RATE_MESSAGES: '1/600', RATE_CONNECTIONS: '1/600' });
    const sub = someone();
    const client = await come(sub);
    const opened = await fetch(`${url}/api/support/conversation`, {
      headers: bearer(token({ sub })),
    });
    const { data } = (await opened.json()) as { readonly data: { readonly id: string } };
    for (const message of ['one', 'two']) {
      await client.request('message:send', { conversationId: data.id, message });
    }
    expect(await upgradeStatus(url, { path: wsPath(support) })).to.equal(429);
    expect(told().filter(({ event }) => event === 'rateLimited')).to.deep.equal([
      line('rateLimited', {
        actor: `customer:${sub}`,
        asked: 'message:send',
        reason: 'RateLimited',
      }),
      line('rateLimited', { reason: 'connections', isNamed: false }),
    ]);
    client.close();
  });

  it('has what honest clients do not do', async () => {
    await begin();
    const [first, second, third] = [someone(), someone(), someone()];
    const malformed = await come(first);
    for (let count = 0; count < 10; count += 1) malformed.raw('no frame');
    expect(await malformed.closed).to.equal(1008);
    const large = await come(second);
    await large.request('typing:start', { conversationId: 'x'.repeat(100_000) });
    large.raw('x'.repeat(3 * 1024 * 1024));
    expect(await large.closed).to.equal(1009);
    const flood = await come(third);
    const frame = '{"event":"count"}';
    const gone = once(flood.socket, 'close');
    // In one write, so that they are read in one turn.
    flood.socket.once('error', () => undefined);
    for (let count = 0; count < 100_000 && flood.socket.readyState === 1; count += 1) {
      flood.raw(frame);
    }
    await gone;
    expect(told().filter(({ event }) => event === 'suspicious')).to.deep.equal([
      line('suspicious', { actor: `customer:${first}`, reason: 'malformedFrames' }),
      line('suspicious', {
        actor: `customer:${second}`,
        asked: 'typing:start',
        reason: 'TooLarge',
      }),
      line('suspicious', { actor: `customer:${second}`, reason: 'frameTooLarge' }),
      line('suspicious', { actor: `customer:${third}`, reason: 'flood' }),
    ]);
  });

  it('has who says that he is somebody else, by id or by role, and who sends others away', async () => {
    await begin({ DIALECTS: 'servana', RATE_STATUS: '2/600' });
    const sub = someone();
    const path = wsPath(servana);
    const headers = bearer(token({ sub }));
    const client = await openWs<Fields, Fields>(servana, url, { path, headers });
    await client.request('userOnline', { userId: 'another' });
    await client.request('userOnline', { userType: 'agent' });
    await client.request('forceDisconnect', { userId: 'another' });
    for (let count = 1; count <= 3; count += 1) await client.request('userOnline', {});
    client.close();
    const of = { actor: `customer:${sub}`, dialect: 'servana' };
    expect(told()).to.deep.equal([
      line('authenticated', of),
      line('suspicious', { ...of, asked: 'userOnline', reason: 'somebodyElse' }),
      line('suspicious', { ...of, asked: 'userOnline', reason: 'somebodyElse' }),
      line('denied', { ...of, asked: 'forceDisconnect', reason: 'AccessDenied: operation' }),
      line('rateLimited', { ...of, asked: 'userOnline', reason: 'RateLimited' }),
    ]);
    expect(JSON.stringify(lines())).to.not.contain('another');
  });

  it('has who guesses codes', async () => {
    await begin();
    const verify = () =>
      fetch(`${url}/api/support/onboarding/verify-code`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: '123456' }),
      });
    let last = await verify();
    for (let count = 1; count <= 20; count += 1) last = await verify();
    expect(last.status).to.equal(429);
    const guessing = told().filter(({ event }) => event === 'suspicious');
    expect(guessing).to.deep.equal([
      line('suspicious', { asked: 'POST /api/support/onboarding/verify-code', reason: 'guessing' }),
    ]);
    expect(JSON.stringify(lines())).to.not.contain('123456');
  });

  it('stands beside the events of sockets, where SOCKET_DEBUG tells of them, without what is in them', async () => {
    await begin({ SOCKET_DEBUG: 'true' });
    const client = await come(someone());
    await client.next('connection:success');
    await client.request('conversation:join', { conversationId: 'my secret' });
    await client.request('my own event', {});
    const traced = logger.entries
      .filter(({ message }) => /^(event|answer) (in|out)$/.test(message))
      .map(({ level, message, fields: { event, bytes, correlationId } }) => {
        expect([level, typeof bytes, typeof correlationId]).to.deep.equal([
          'debug',
          'number',
          'string',
        ]);
        return `${message}: ${String(event)}`;
      });
    expect(traced).to.deep.equal([
      'event out: connection:success',
      'event in: conversation:join',
      'event out: message:error',
      'answer out: conversation:join',
      'event in: null',
      'event out: message:error',
      'answer out: null',
    ]);
    expect(JSON.stringify(logger.entries)).to.not.match(/my secret|my own event/);
    client.close();
  });
});
