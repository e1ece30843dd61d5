import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf, rest } from './support/rest-client.js';
import { SECRET, someone, token } from './support/tokens.js';
import {
  type SupportClient,
  connectSupportSocketio,
  connectSupportWs,
  openSupportWs,
  supportUpgradeStatus,
} from './support/support-clients.js';

/** One for all: what makes a token bad is the business of the verifier's contract. */
const bad = jwt.sign({ sub: 'mallory', role: 'admin' }, `${SECRET}?`, { expiresIn: '1h' });

/** The words of a refused Socket.IO handshake. */
const refusal = (url: string, auth: Record<string, unknown>): Promise<string> =>
  connectSupportSocketio(url, auth).then(
    (client) => {
      client.close();
      return 'let in';
    },
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

const bearerProtocols = (bearer: string): readonly string[] => [
  'switchboard.v1',
  `bearer.${bearer}`,
];

describe('tokens', () => {
  let server: App;

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  describe('a good one', () => {
    it('is let in on every way that bad ones are tried on', async () => {
      const good = token({ sub: someone() });
      const { url } = server;
      expect(await refusal(url, { token: good })).to.equal('let in');
      const authorization = `Bearer ${good}`;
      expect(await supportUpgradeStatus(url, { headers: { authorization } })).to.equal(101);
      expect(await supportUpgradeStatus(url, { protocols: bearerProtocols(good) })).to.equal(101);
      expect((await rest(url, '/api/support/conversation', good)).status).to.equal(200);
      const client = await openSupportWs(url);
      expect((await client.next('connection:success')).type).to.equal('guest');
      expect((await client.request('auth', { token: good })).success).to.equal(true);
      expect((await client.next('connection:success')).type).to.equal('user');
      client.close();
    });
  });

  describe('a bad one', () => {
    it('is refused in a Socket.IO handshake', async () => {
      expect(await refusal(server.url, { token: bad })).to.equal('Authentication failed');
    });

    it('is a 401 at an upgrade, by header and by subprotocol', async () => {
      const headers = { authorization: `Bearer ${bad}` };
      expect(await supportUpgradeStatus(server.url, { headers })).to.equal(401);
      const protocols = bearerProtocols(bad);
      expect(await supportUpgradeStatus(server.url, { protocols })).to.equal(401);
    });

    it('as a first frame is told and closed with 4401', async () => {
      const client = await openSupportWs(server.url);
      client.emit('auth', { token: bad });
      expect(await client.next('message:error')).to.deep.equal({
        error: 'Authentication failed',
        code: 'unauthenticated',
      });
      expect(await client.closed).to.equal(4401);
    });

    it('is a 401 on REST', async () => {
      const reply = await rest(server.url, '/api/support/conversation', bad);
      expect(reply.status).to.equal(401);
      expect(reply.body).to.deep.equal({
        success: false,
        message: 'Authentication failed',
        errors: [],
      });
    });
  });

  describe('what is no string', () => {
    it('is refused in a Socket.IO handshake', async () => {
      for (const value of [5, '', { $ne: null }, [token({ sub: someone() })], true]) {
        expect(await refusal(server.url, { token: value })).to.equal('Authentication failed');
      }
    });

    it('as a first frame is closed with 4401', async () => {
      const payloads = [{ token: 5 }, { token: '' }, { token: [] }, { token: { $ne: null } }];
      const clients = await Promise.all(payloads.map(() => openSupportWs(server.url)));
      clients.forEach((client, index) => client.emit('auth', payloads[index]));
      const codes = await Promise.all(clients.map(({ closed }) => closed));
      expect(codes).to.deep.equal(payloads.map(() => 4401));
    });

    it('never counts from a query string', async () => {
      const path = `/ws/support?token=${token({ sub: someone() })}`;
      const client = await openSupportWs(server.url, { path });
      expect((await client.next('connection:success')).type).to.equal('guest');
      client.close();
    });

    it('of an empty Authorization header is a 401', async () => {
      for (const authorization of ['', 'Bearer', 'Basic eDp5', 'Bearer a b']) {
        expect(await supportUpgradeStatus(server.url, { headers: { authorization } })).to.equal(
          401,
        );
      }
    });
  });

  describe('as a subprotocol', () => {
    it('needs switchboard.v1 beside it', async () => {
      const protocols = [`bearer.${token({ sub: someone() })}`];
      expect(await supportUpgradeStatus(server.url, { protocols })).to.equal(400);
    });

    it('is not echoed: switchboard.v1 is what is chosen', async () => {
      const good = token({ sub: someone() });
      for (const protocols of [bearerProtocols(good), [`bearer.${good}`, 'switchboard.v1']]) {
        const client = await openSupportWs(server.url, { protocols });
        expect(client.socket.protocol).to.equal('switchboard.v1');
        await client.next('connection:success');
        client.close();
      }
    });
  });

  it('frames behind a first frame auth are handled after it', async () => {
    const bearer = token({ sub: someone() });
    const conversationId = await conversationOf(server.url, bearer);
    const client = await openSupportWs(server.url);
    client.emit('auth', { token: bearer });
    const join = await client.request('conversation:join', { conversationId });
    expect(join).to.deep.equal({ success: true, data: { conversationId } });
    client.close();
  });

  describe('a fresh one', () => {
    const connectors: Readonly<Record<string, (bearer: string) => Promise<SupportClient>>> = {
      'Socket.IO': (bearer) => connectSupportSocketio(server.url, { token: bearer }),
      ws: (bearer) => connectSupportWs(server.url, bearer),
    };

    for (const [name, connect] of Object.entries(connectors)) {
      it(`of the same person is taken, on ${name}`, async () => {
        const sub = someone();
        const conversationId = await conversationOf(server.url, token({ sub }));
        const client = await connect(token({ sub }));
        await client.next('connection:success');
        await client.request('conversation:join', { conversationId });
        const data = { type: 'user', userId: sub };
        const answer = await client.request('auth', { token: token({ sub }, 7_200) });
        expect(answer).to.deep.equal({ success: true, data });
        expect(await client.next('connection:success')).to.deep.equal(data);
        const send = { conversationId, message: 'still here' };
        expect((await client.request('message:send', send)).success).to.equal(true);
        expect((await client.next('message:received')).message).to.equal('still here');
        client.close();
      });

      it(`of another person, or a bad one, changes nothing, on ${name}`, async () => {
        const sub = someone();
        const conversationId = await conversationOf(server.url, token({ sub }));
        const client = await connect(token({ sub }));
        await client.next('connection:success');
        const others = [
          token({ sub: someone() }),
          token({ sub, role: 'admin' }),
          token({ sub }, -10),
          'token',
          null,
        ];
        for (const other of others) {
          const answer = await client.request('auth', { token: other });
          expect(answer).to.deep.equal({
            success: false,
            error: 'Authentication failed',
            code: 'unauthenticated',
          });
          expect((await client.next('message:error')).code).to.equal('unauthenticated');
        }
        expect(client.waiting('connection:success')).to.equal(0);
        const ack = await client.request('conversation:join', { conversationId });
        expect(ack.success).to.equal(true);
        client.close();
      });
    }
  });

  describe('one that expires while connected', () => {
    const soon = (sub: string): string => token({ sub }, 2);

    it('is told and closed, on Socket.IO and ws', async () => {
      const socketio = await connectSupportSocketio(server.url, { token: soon(someone()) });
      const ws = await connectSupportWs(server.url, soon(someone()));
      const expired = { error: 'Token expired', code: 'unauthenticated' };
      expect(await socketio.next('message:error')).to.deep.equal(expired);
      expect(await ws.next('message:error')).to.deep.equal(expired);
      expect(await socketio.ended).to.equal('transport close');
      expect(await ws.closed).to.equal(4401);
    });
  });
});
