import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { type StoreName, STORES } from '../../src/bootstrap/stores.js';
import { needsStore, type StorePlace } from '../support/bound-stores.js';
import { startServer } from './support/in-process-server.js';
import {
  conversationOf,
  historyPath,
  rest,
  type RestOptions,
  type RestReply,
  wholeHistory,
} from './support/rest-client.js';
import { SECRET, someone, token } from './support/tokens.js';
import type { WireConversation, WireHistory, WireList } from './support/wire.js';
import {
  connectSupportSocketio,
  openSupportWs,
  supportUpgradeStatus,
} from './support/support-clients.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const CONVERSATION = '/api/support/conversation';

const expectProblem = (reply: RestReply<unknown>, status: number, message?: string): void => {
  expect(reply.status, JSON.stringify(reply.body)).to.equal(status);
  expect(reply.body).to.have.all.keys('success', 'message', 'errors');
  expect(reply.body.success).to.equal(false);
  expect(reply.body.errors).to.be.an('array');
  expect(reply.body.message).to.be.a('string').that.does.not.equal('');
  if (message !== undefined) expect(reply.body.message).to.equal(message);
};

const describeRest = (store: StoreName, fresh: () => StorePlace): void => {
  describe(`REST of support on ${store}`, () => {
    let place: StorePlace;
    let server: App;

    before(async () => {
      place = fresh();
      server = await startServer(place.environment);
    });
    after(async () => {
      await server.stop();
      await place.remove();
    });

    const get = <Data = unknown>(
      path: string,
      bearer: string | null,
      options?: RestOptions,
    ): Promise<RestReply<Data>> => rest<Data>(server.url, path, bearer, options);

    /** A customer with so many messages, from 1 on. */
    const withMessages = async (count: number): Promise<{ bearer: string; id: string }> => {
      const bearer = token({ sub: someone() });
      const id = await conversationOf(server.url, bearer);
      const client = await connectSupportSocketio(server.url, { token: bearer });
      await Promise.all(
        Array.from({ length: count }, (_, index) =>
          client.request('message:send', { conversationId: id, message: `message ${index + 1}` }),
        ),
      );
      client.close();
      return { bearer, id };
    };

    describe('get or create', () => {
      it('answers with exactly the fields of the document', async () => {
        const sub = someone();
        const { status, body } = await get<WireConversation & Record<string, unknown>>(
          CONVERSATION,
          token({ sub }),
        );
        expect(status).to.equal(200);
        expect(body).to.have.all.keys('success', 'data');
        expect(body.data).to.deep.equal({
          id: body.data.id,
          userId: sub,
          guestId: null,
          adminId: null,
          type: 'general',
          subject: null,
          status: 'open',
          priority: 'normal',
          lastMessageAt: null,
          createdAt: body.data['createdAt'],
          updatedAt: body.data['createdAt'],
        });
        expect(body.data['createdAt']).to.match(INSTANT);
      });

      it('gives one conversation to fifty who ask at once', async () => {
        const bearer = token({ sub: someone() });
        const ids = await Promise.all(
          Array.from({ length: 50 }, () => conversationOf(server.url, bearer)),
        );
        expect(new Set(ids).size).to.equal(1);
        expect(await conversationOf(server.url, bearer)).to.equal(ids[0]);
      });

      it('keeps types and people apart', async () => {
        const bearer = token({ sub: someone() });
        const ids = await Promise.all([
          conversationOf(server.url, bearer, 'general'),
          conversationOf(server.url, bearer, 'onboarding'),
          conversationOf(server.url, bearer, 'call_request'),
          conversationOf(server.url, token({ sub: someone() })),
        ]);
        expect(new Set(ids).size).to.equal(4);
      });

      it('is not for staff', async () => {
        for (const role of ['admin', 'agent']) {
          const reply = await get(CONVERSATION, token({ sub: someone(), role }));
          expectProblem(reply, 403, 'Access denied');
        }
      });

      it('refuses a type that there is not', async () => {
        const bearer = token({ sub: someone() });
        for (const type of ['', 'other', '__proto__', 'general&type=general']) {
          const reply = await get(`${CONVERSATION}?type=${type}`, bearer);
          expectProblem(reply, 400);
          expect(reply.body.errors[0]?.field).to.equal('type');
        }
      });
    });

    describe('details', () => {
      it('have the people and the newest 50 messages, oldest first', async () => {
        const sub = someone();
        const bearer = token({ sub, name: 'Alice B. Smith', email: 'alice@example.com' });
        const id = await conversationOf(server.url, bearer);
        const admin = {
          sub: someone('admin'),
          role: 'admin',
          name: 'Bo <b>',
          firstName: 'Bo & Co',
        };
        const client = await connectSupportSocketio(server.url, { token: token(admin) });
        for (let index = 1; index <= 60; index += 1) {
          client.emit('message:send', { conversationId: id, message: `message ${index}` });
        }
        await client.request('message:send', { conversationId: id, message: 'message 61' });
        client.close();
        const { status, body } = await get<WireConversation & Record<string, unknown>>(
          `${CONVERSATION}/${id}`,
          bearer,
        );
        expect(status).to.equal(200);
        expect(body.data).to.have.all.keys(
          ...['id', 'userId', 'guestId', 'adminId', 'type', 'subject', 'status', 'priority'],
          ...['lastMessageAt', 'createdAt', 'updatedAt', 'user', 'admin', 'messages'],
        );
        expect(body.data).to.include({ id, userId: sub, adminId: admin.sub, status: 'open' });
        expect(body.data['user']).to.deep.equal({
          id: sub,
          email: 'alice@example.com',
          firstName: 'Alice',
        });
        expect(body.data['admin']).to.deep.equal({
          id: admin.sub,
          email: null,
          firstName: 'Bo & Co',
        });
        expect(body.data.messages.map(({ message }) => message)).to.deep.equal(
          Array.from({ length: 50 }, (_, index) => `message ${index + 12}`),
        );
      });

      it('are for the owner and staff; for others there is no such conversation', async () => {
        const { id, bearer } = await withMessages(1);
        for (const role of ['admin', 'agent']) {
          const reply = await get(`${CONVERSATION}/${id}`, token({ sub: someone(), role }));
          expect(reply.status).to.equal(200);
        }
        const none = await get(`${CONVERSATION}/${randomUUID()}`, bearer);
        const theirs = await get(`${CONVERSATION}/${id}`, token({ sub: someone() }));
        for (const reply of [none, theirs]) {
          expectProblem(reply, 404, 'Conversation not found');
          expect(reply.body.errors).to.deep.equal([
            { field: 'conversationId', message: 'Conversation not found' },
          ]);
        }
        expect(theirs.body).to.deep.equal(none.body);
      });

      it('need a UUID', async () => {
        const bearer = token({ sub: someone() });
        for (const id of ['1', 'constructor', '__proto__', '%00', '%E0%A4%A', 'guest']) {
          expectProblem(await get(`${CONVERSATION}/${id}`, bearer), 400);
          expectProblem(await get(historyPath(id), bearer), 400);
        }
      });
    });

    describe('messages', () => {
      let bearer: string;
      let id: string;

      before(async () => {
        ({ bearer, id } = await withMessages(120));
      });

      const page = async (query: string): Promise<WireHistory> => {
        const { status, body } = await get<WireHistory>(historyPath(id, query), bearer);
        expect(status, JSON.stringify(body)).to.equal(200);
        expect(body).to.have.all.keys('success', 'data');
        return body.data;
      };

      const places = ({ messages }: WireHistory): number[] => messages.map(({ seq }) => seq - 1);
      const range = (first: number, last: number): number[] =>
        Array.from({ length: last - first + 1 }, (_, index) => first + index);

      it('come fifty a page by default, and page 1 is the oldest', async () => {
        const first = await page('?page=1');
        expect(places(first)).to.deep.equal(range(1, 50));
        expect(first.pagination).to.deep.equal({ total: 120, page: 1, limit: 50, totalPages: 3 });
        expect(places(await page('?page=3'))).to.deep.equal(range(101, 120));
      });

      it('are the newest when no page is asked for, oldest of them first', async () => {
        const newest = await page('');
        expect(places(newest)).to.deep.equal(range(71, 120));
        expect(newest.pagination).to.deep.equal({ total: 120, page: 3, limit: 50, totalPages: 3 });
        const few = await page('?limit=7');
        expect(places(few)).to.deep.equal(range(114, 120));
        expect(few.pagination).to.deep.equal({ total: 120, page: 18, limit: 7, totalPages: 18 });
      });

      it('are on page 1 where there are none', async () => {
        const nobody = token({ sub: someone() });
        const empty = await conversationOf(server.url, nobody);
        const { body } = await get<WireHistory>(historyPath(empty), nobody);
        expect(body.data).to.deep.equal({
          messages: [],
          pagination: { total: 0, page: 1, limit: 50, totalPages: 0 },
        });
      });

      it('are what was received', async () => {
        const client = await connectSupportSocketio(server.url, { token: bearer });
        const ack = await client.request('message:send', {
          conversationId: id,
          message: '<b>&lt;',
        });
        client.close();
        const history = await wholeHistory(server.url, bearer, id);
        expect(history.at(-1)).to.deep.equal(ack.data);
        expect(history.at(-1)?.message).to.equal('<\u200bb>&\u200blt;');
      });

      it('come a hundred a page at most', async () => {
        for (const limit of ['100', '101', '1000', '1e9', '1000000000']) {
          const { messages, pagination } = await page(`?limit=${limit}`);
          expect(messages.length, limit).to.equal(100);
          expect(pagination, limit).to.include({ limit: 100, totalPages: 2 });
        }
      });

      it('run out past the last page', async () => {
        for (const number of ['4', '1000000000', '1e9']) {
          const { messages, pagination } = await page(`?page=${number}`);
          expect(messages, number).to.deep.equal([]);
          expect(pagination.page, number).to.equal(Number(number));
        }
      });

      it('need a page and a limit of 1 or more', async () => {
        for (const value of [
          '0',
          '-1',
          'abc',
          '1.5',
          '',
          '1e999',
          '%00',
          '1&page=2&limit=2',
          '0x10',
        ]) {
          for (const field of ['page', 'limit']) {
            const reply = await get(historyPath(id, `?${field}=${value}`), bearer);
            expectProblem(reply, 400);
            expect(reply.body.errors[0]?.field, `${field}=${value}`).to.equal(field);
          }
        }
      });

      it('take no notice of other parameters', async () => {
        const { messages } = await page('?limit=1&__proto__=1&constructor=2&limit[$gt]=1');
        expect(messages.length).to.equal(1);
      });

      it('are for the owner and staff', async () => {
        const admin = token({ sub: someone(), role: 'admin' });
        expect((await get(historyPath(id), admin)).status).to.equal(200);
        expectProblem(await get(historyPath(id), token({ sub: someone() })), 404);
        expectProblem(await get(historyPath(randomUUID()), admin), 404);
      });
    });

    describe('what it refuses', () => {
      it('requests without a token', async () => {
        const id = randomUUID();
        for (const path of [CONVERSATION, `${CONVERSATION}/${id}`, historyPath(id)]) {
          expectProblem(await get(path, null), 401, 'Authentication required');
          for (const authorization of ['', 'Bearer', 'Bearer ', 'Basic eDp5', 'x', 'Bearer a b']) {
            expectProblem(await get(path, null, { headers: { authorization } }), 401);
          }
        }
      });

      it('paths that there are not, in the envelope of the base', async () => {
        for (const path of [
          '/api/support',
          '/api/support/',
          '/api/support/nothing',
          `${CONVERSATION}/${randomUUID()}/nothing`,
          '/api/admin/support/nothing',
          '/api/support/%E0%A4%A',
          '/api/support/../support/x',
        ]) {
          expectProblem(await get(path, token({ sub: someone() })), 404, 'Not found');
        }
      });

      it('paths of no dialect', async () => {
        for (const path of [
          '/',
          '/api',
          '/api/supporting',
          '/nothing',
          '/__proto__',
          '/ws/support',
        ]) {
          const { status, body } = await get(path, null);
          expect(status, path).to.equal(404);
          expect(body.success).to.equal(false);
        }
      });

      it('methods that a path has not, and says which it has', async () => {
        for (const path of [CONVERSATION, historyPath(randomUUID())]) {
          for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
            const reply = await get(path, token({ sub: someone() }), { method });
            expectProblem(reply, 405, 'Method not allowed');
            expect(reply.headers.get('allow'), method).to.contain('GET');
          }
        }
      });

      it('methods that a path has not, without a look at the body', async () => {
        const headers = { 'content-type': 'application/json' };
        for (const body of ['{', '[1,', JSON.stringify({ text: 'x'.repeat(110_000) })]) {
          const options = { method: 'POST', headers, body };
          expectProblem(await get(CONVERSATION, token({ sub: someone() }), options), 405);
          expectProblem(await get('/api/support/nothing', null, options), 404);
        }
      });
    });

    describe('HEAD and OPTIONS', () => {
      it('answer like GET without a body, and with the methods', async () => {
        const { bearer, id } = await withMessages(1);
        const url = `${server.url}${historyPath(id)}`;
        const headers = { authorization: `Bearer ${bearer}` };
        const head = await fetch(url, { method: 'HEAD', headers });
        expect(head.status).to.equal(200);
        expect(await head.text()).to.equal('');
        const options = await fetch(url, { method: 'OPTIONS' });
        expect(options.status).to.be.oneOf([200, 204]);
        expect(options.headers.get('allow')).to.contain('GET');
        await options.text();
      });

      it('open nothing: what a GET opens is asked for by GET alone', async () => {
        const sub = someone();
        const headers = { authorization: `Bearer ${token({ sub })}` };
        const head = await fetch(`${server.url}${CONVERSATION}`, { method: 'HEAD', headers });
        expect([head.status, head.headers.get('allow')]).to.deep.equal([405, 'GET']);
        const list = '/api/admin/support/conversations?limit=100';
        const { body } = await get<WireList>(list, token({ sub: someone(), role: 'admin' }));
        expect(body.data.conversations.map(({ userId }) => userId)).not.to.include(sub);
      });
    });

    it('gives every answer a correlation id of its own', async () => {
      const replies = [await get('/api/support/x', null), await get('/api/support/x', null)];
      const ids = new Set(replies.map(({ headers }) => headers.get('x-request-id')));
      expect(ids.size).to.equal(2);
      expect(ids.has(null)).to.equal(false);
    });
  });
};

for (const store of STORES) {
  describe(`on ${store}`, () => describeRest(store, needsStore(store)));
}

describe('origins', () => {
  const LISTED = 'https://shop.example';
  const EVIL = 'https://evil.example';
  const LOOPBACKS = ['http://localhost:5173', 'http://127.0.0.1:8080', 'http://[::1]:3000'];
  const FORGED = ['null', 'http://localhost.evil.example', 'https://shop.example.evil.example'];

  let development: App;
  let production: App;

  before(async () => {
    development = await startServer({ CORS_ORIGINS: LISTED });
    production = await startServer({
      SOCKET_CORS_ORIGINS: LISTED,
      NODE_ENV: 'production',
      JWT_SECRET: SECRET,
    });
  });
  after(() => Promise.all([development.stop(), production.stop()]));

  type Attempt = (server: App, origin: string) => Promise<boolean>;

  const handshake =
    (transport: 'websocket' | 'polling'): Attempt =>
    async (server, origin) => {
      const auth = { token: token({ sub: someone() }) };
      const options = { transports: [transport], headers: { origin } };
      return connectSupportSocketio(server.url, auth, options).then(
        (client) => {
          client.close();
          return true;
        },
        () => false,
      );
    };

  const attempts: Readonly<Record<string, Attempt>> = {
    REST: async ({ url }, origin) => {
      const bearer = token({ sub: someone() });
      const { status } = await rest(url, CONVERSATION, bearer, { headers: { origin } });
      expect(status).to.be.oneOf([200, 403]);
      return status === 200;
    },
    'Socket.IO by long polling': handshake('polling'),
    'Socket.IO by WebSocket': handshake('websocket'),
    'plain ws': async ({ url }, origin) => {
      const status = await supportUpgradeStatus(url, { origin });
      expect(status).to.be.oneOf([101, 403]);
      return status === 101;
    },
  };

  for (const [name, attempt] of Object.entries(attempts)) {
    it(`${name}: those listed and one's own are let in`, async () => {
      for (const server of [development, production]) {
        expect(await attempt(server, LISTED), LISTED).to.equal(true);
        expect(await attempt(server, server.url), server.url).to.equal(true);
      }
    });

    it(`${name}: others are refused`, async () => {
      for (const server of [development, production]) {
        for (const origin of [EVIL, ...FORGED]) {
          expect(await attempt(server, origin), origin).to.equal(false);
        }
      }
    });

    it(`${name}: loopback origins are let in in development only`, async () => {
      for (const origin of LOOPBACKS) {
        expect(await attempt(development, origin), origin).to.equal(true);
        expect(await attempt(production, origin), origin).to.equal(false);
      }
    });
  }

  it('an upgrade of a polling session is checked too, though it bears a sid', async () => {
    const opening = await fetch(`${development.url}/socket.io/?EIO=4&transport=polling`);
    const { sid } = JSON.parse((await opening.text()).slice(1)) as { sid: string };
    const path = `/socket.io/?EIO=4&transport=websocket&sid=${sid}`;
    const outcome = await openSupportWs(development.url, { path, origin: EVIL }).then(
      () => 'let in',
      () => 'refused',
    );
    expect(outcome).to.equal('refused');
  });

  it('pages of those let in may read answers, with credentials', async () => {
    for (const path of [CONVERSATION, '/api/support/nothing']) {
      const { headers } = await rest(development.url, path, null, { headers: { origin: LISTED } });
      expect(headers.get('access-control-allow-origin'), path).to.equal(LISTED);
      expect(headers.get('access-control-allow-credentials'), path).to.equal('true');
      expect(headers.get('vary'), path).to.match(/origin/i);
    }
  });

  it('a preflight is answered for those let in and for no other', async () => {
    const preflight = (origin: string): Promise<Response> =>
      fetch(`${development.url}${CONVERSATION}`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization',
        },
      });
    const welcome = await preflight(LISTED);
    expect(welcome.status).to.equal(204);
    expect(welcome.headers.get('access-control-allow-origin')).to.equal(LISTED);
    expect(welcome.headers.get('access-control-allow-headers')).to.match(/authorization/i);
    const refused = await preflight(EVIL);
    expect(refused.status).to.equal(403);
    expect(refused.headers.get('access-control-allow-origin')).to.equal(null);
    await refused.text();
  });

  it('a refusal on REST is in the envelope of the base', async () => {
    const reply = await rest(development.url, CONVERSATION, null, { headers: { origin: EVIL } });
    expectProblem(reply, 403, 'Origin not allowed');
  });
});
