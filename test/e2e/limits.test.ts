import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf, rest, wholeHistory } from './support/rest-client.js';
import {
  connectSupportSocketio,
  connectSupportWs,
  supportUpgradeStatus,
} from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import type { WireGuestConversation } from './support/wire.js';

const WORDS = /^Too many requests, please try again in \d+ seconds$/;

describe('how often somebody may send', () => {
  let server: App;

  before(async () => {
    server = await startServer({ RATE_MESSAGES: '30/60' });
  });
  after(() => server.stop());

  it('refuses the 31st message of a minute, and stores the thirty', async () => {
    const bearer = token({ sub: someone() });
    const conversationId = await conversationOf(server.url, bearer);
    const client = await connectSupportSocketio(server.url, { token: bearer });
    for (let count = 1; count <= 30; count += 1) {
      const sent = await client.request('message:send', { conversationId, message: `${count}` });
      expect(sent.success).to.equal(true);
    }
    const refused = await client.request('message:send', { conversationId, message: '31' });
    const { error, code, retryAfter } = await client.next('message:error');
    expect(refused).to.deep.equal({ success: false, error, code, retryAfter });
    expect(code).to.equal('rate_limited');
    expect(error).to.match(WORDS);
    expect(retryAfter).to.be.within(1, 60);
    const stored = await wholeHistory(server.url, bearer, conversationId);
    expect(stored.map(({ message }) => message)).to.deep.equal(
      Array.from({ length: 30 }, (_, at) => `${at + 1}`),
    );
    client.close();
  });

  it('is one budget for a person, however many sockets he has, and on whatever transport', async () => {
    const bearer = token({ sub: someone() });
    const conversationId = await conversationOf(server.url, bearer);
    const clients = await Promise.all([
      connectSupportSocketio(server.url, { token: bearer }),
      connectSupportSocketio(server.url, { token: bearer }, { transports: ['polling'] }),
      connectSupportWs(server.url, bearer),
    ]);
    const asked = clients.flatMap((client) =>
      Array.from({ length: 20 }, (_, at) =>
        client.request('message:send', { conversationId, message: `${at}` }),
      ),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter(({ success }) => success).length).to.equal(30);
    expect(await wholeHistory(server.url, bearer, conversationId)).to.have.length(30);
    for (const client of clients) client.close();
  });

  it('is nobody else’s budget', async () => {
    const [one, other] = [token({ sub: someone() }), token({ sub: someone() })];
    for (const bearer of [one, other]) {
      const conversationId = await conversationOf(server.url, bearer);
      const client = await connectSupportWs(server.url, bearer);
      const sent = Array.from({ length: 40 }, (_, at) =>
        client.request('message:send', { conversationId, message: `${at}` }),
      );
      const answers = await Promise.all(sent);
      expect(answers.map(({ success }) => success)).to.deep.equal([
        ...Array<boolean>(30).fill(true),
        ...Array<boolean>(10).fill(false),
      ]);
      client.close();
    }
  });

  it('leaves joining, typing and reading alone', async () => {
    const bearer = token({ sub: someone() });
    const conversationId = await conversationOf(server.url, bearer);
    const client = await connectSupportWs(server.url, bearer);
    for (let count = 0; count < 31; count += 1) {
      await client.request('message:send', { conversationId, message: 'hello' });
    }
    for (const event of ['conversation:join', 'typing:start', 'typing:stop']) {
      expect((await client.request(event, { conversationId })).success, event).to.equal(true);
    }
    expect(await wholeHistory(server.url, bearer, conversationId)).to.have.length(30);
    client.close();
  });
});

describe('how often an address may connect', () => {
  let server: App;

  beforeEach(async () => {
    server = await startServer({ RATE_CONNECTIONS: '4/60', TRUST_PROXY: '1' });
  });
  afterEach(() => server.stop());

  const from = (address: string) => ({ 'x-forwarded-for': address });

  const guest = (address: string) =>
    rest<WireGuestConversation>(server.url, '/api/support/conversation/guest', null, {
      method: 'POST',
      headers: from(address),
    });

  const comeIn = async (address: string): Promise<string> => {
    try {
      const client = await connectSupportSocketio(server.url, {}, { headers: from(address) });
      client.close();
      return 'in';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('is told to Socket.IO’s clients by connect_error, with when to come back', async () => {
    for (let count = 0; count < 4; count += 1) expect(await comeIn('203.0.113.1')).to.equal('in');
    const refusal = await connectSupportSocketio(
      server.url,
      {},
      { headers: from('203.0.113.1') },
    ).then(
      () => null,
      (error: unknown) => error as Error & { readonly data: { readonly retryAfter: number } },
    );
    expect(refusal?.message).to.equal('Too many connections');
    expect(refusal?.data.retryAfter).to.be.within(1, 60);
  });

  it('is a 429 with Retry-After at an upgrade', async () => {
    const headers = from('203.0.113.1');
    for (let count = 0; count < 4; count += 1) {
      expect(await supportUpgradeStatus(server.url, { headers })).to.equal(101);
    }
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/support`, { headers });
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).to.equal(429);
    expect(Number(response.headers['retry-after'])).to.be.within(1, 60);
    socket.terminate();
  });

  it('is one budget for all transports, and for what strangers open', async () => {
    const address = '203.0.113.1';
    expect(await comeIn(address)).to.equal('in');
    expect(await supportUpgradeStatus(server.url, { headers: from(address) })).to.equal(101);
    for (const status of [200, 200, 429]) expect((await guest(address)).status).to.equal(status);
    expect(await comeIn(address)).to.equal('Too many connections');
    expect(await supportUpgradeStatus(server.url, { headers: from(address) })).to.equal(429);
  });

  it('is told over REST in the dialect’s envelope, with Retry-After', async () => {
    for (let count = 0; count < 4; count += 1) await guest('203.0.113.1');
    const { status, headers, body } = await guest('203.0.113.1');
    expect(status).to.equal(429);
    expect(Number(headers.get('retry-after'))).to.be.within(1, 60);
    expect(body).to.deep.equal({ success: false, message: body.message, errors: [] });
    expect(body.message).to.match(WORDS);
  });

  it('lets a guest have the conversation that he has, as often as he asks', async () => {
    const { body } = await guest('203.0.113.1');
    const headers = { ...from('203.0.113.1'), 'x-guest-id': body.data.guestId };
    for (let count = 0; count < 10; count += 1) {
      const again = await rest<WireGuestConversation>(
        server.url,
        '/api/support/conversation/guest',
        null,
        { method: 'POST', headers },
      );
      expect(again.body.data.conversation.id).to.equal(body.data.conversation.id);
    }
  });

  it('counts whoever tries credentials', async () => {
    const headers = { ...from('203.0.113.1'), authorization: 'Bearer nonsense' };
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      statuses.push(await supportUpgradeStatus(server.url, { headers }));
    }
    expect(statuses).to.deep.equal([401, 401, 401, 401, 429]);
  });

  it('is each address’s own, as the proxy notes it', async () => {
    for (let count = 0; count < 4; count += 1) await comeIn('203.0.113.1');
    expect(await comeIn('203.0.113.1')).to.equal('Too many connections');
    expect(await comeIn('8.8.8.8, 203.0.113.1')).to.equal('Too many connections');
    expect(await comeIn('203.0.113.2')).to.equal('in');
  });

  it('keeps nobody from what he has joined already', async () => {
    const bearer = token({ sub: someone() });
    const conversationId = await conversationOf(server.url, bearer);
    const client = await connectSupportSocketio(
      server.url,
      { token: bearer },
      { headers: from('203.0.113.1') },
    );
    for (let count = 0; count < 9; count += 1) await comeIn('203.0.113.1');
    const sent = await client.request('message:send', { conversationId, message: 'still here' });
    expect(sent.success).to.equal(true);
    client.close();
  });
});

describe('an address that no proxy vouches for', () => {
  it('is the connection’s own, whatever X-Forwarded-For says', async () => {
    const server = await startServer({ RATE_CONNECTIONS: '2/60' });
    const statuses: number[] = [];
    for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) {
      const headers = { 'x-forwarded-for': address };
      statuses.push(await supportUpgradeStatus(server.url, { headers }));
    }
    expect(statuses).to.deep.equal([101, 101, 429]);
    await server.stop();
  });
});

describe('how many conversations a connection may join', () => {
  let server: App;
  let ids: readonly string[];

  before(async () => {
    server = await startServer();
    ids = await Promise.all(
      Array.from({ length: 101 }, () => conversationOf(server.url, token({ sub: someone() }))),
    );
  });
  after(() => server.stop());

  const CONNECTORS = {
    'Socket.IO': (bearer: string) => connectSupportSocketio(server.url, { token: bearer }),
    ws: (bearer: string) => connectSupportWs(server.url, bearer),
  } as const;

  for (const [transport, connect] of Object.entries(CONNECTORS)) {
    it(`is a hundred: the 101st join is refused, and joins nothing, over ${transport}`, async () => {
      const bearer = token({ sub: someone('admin'), role: 'admin' });
      const [client, other] = [await connect(bearer), await connect(bearer)];
      const answers = await Promise.all(
        ids.map((conversationId) => client.request('conversation:join', { conversationId })),
      );
      const refused = answers.findIndex(({ success }) => !success);
      expect(answers.filter(({ success }) => success)).to.have.length(100);
      const error = await client.next('message:error');
      expect(error.code).to.equal('rate_limited');
      expect(answers[refused]).to.deep.equal({ success: false, ...error });

      const [joined, past] = [ids[refused === 0 ? 1 : 0], ids[refused]];
      for (const conversationId of [past, joined]) {
        await other.request('message:send', { conversationId, message: 'hello' });
      }
      expect((await client.next('message:received')).conversationId).to.equal(joined);
      expect(client.waiting('message:received')).to.equal(0);

      // Another connection of the same person has a hundred of its own, and what was left makes room.
      const tooMuch = { conversationId: past };
      expect(await other.request('conversation:join', tooMuch)).to.include({ success: true });
      await client.request('conversation:leave', { conversationId: joined });
      expect(await client.request('conversation:join', tooMuch)).to.include({ success: true });
      for (const one of [client, other]) one.close();
    });
  }
});
