import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import {
  ask,
  type Asking,
  john,
  livechatAt,
  mike,
  type Person,
  sarah,
  STAFF,
  USER,
} from './documents/livechat-people.js';
import { openAsKnownGuest } from './support/guests.js';
import { startServer } from './support/in-process-server.js';
import { someone, token } from './support/tokens.js';

const UNAUTHENTICATED = `POST ${USER}/chat/send-unauthenticated`;

describe('livechat over REST', () => {
  let server: App;
  let at: ReturnType<typeof livechatAt>;

  before(async () => {
    server = await startServer();
    at = livechatAt(server.url);
  });
  after(() => server.stop());

  const asking = (request: string, asked?: Asking) => ask(server.url, request, asked);

  const staffs = (by: Person, id: string, does: string, body?: unknown) =>
    asking(`POST ${STAFF}/conversations/${id}/${does}`, { bearer: by.bearer, body });

  const expectRefused = async (
    reply: ReturnType<typeof asking>,
    status: number,
    message: string,
    errors?: readonly object[],
  ): Promise<void> => {
    const { status: found, body } = await reply;
    expect([found, body]).to.deep.equal([
      status,
      { success: false, message, ...(errors === undefined ? {} : { errors }) },
    ]);
  };

  const expectInvalid = async (reply: ReturnType<typeof asking>, field: string): Promise<void> => {
    const { status, body } = await reply;
    expect(status, JSON.stringify(body)).to.equal(400);
    expect(body.errors?.map((one) => one.field)).to.include(field);
  };

  describe('what staff do', () => {
    it('is for staff', async () => {
      const user = john();
      const id = await at.open(user, 'Hello');
      const { guestId } = await openAsKnownGuest(server.url);
      const expired = token({ sub: someone(), role: 'admin' }, -10);
      const requests = [
        `GET ${STAFF}/conversations`,
        `GET ${STAFF}/conversations/${id}`,
        `GET ${STAFF}/agents`,
        ...['claim', 'reply', 'note', 'handover', 'close'].map(
          (does) => `POST ${STAFF}/conversations/${id}/${does}`,
        ),
      ];
      for (const request of requests) {
        const body = request.startsWith('POST') ? { message: 'x', admin_id: 'x' } : undefined;
        const { bearer } = user;
        await expectRefused(asking(request, { bearer, body }), 403, 'Admin access required');
        await expectRefused(asking(request, { body }), 401, 'Authentication required');
        const headers = { 'x-guest-id': guestId };
        await expectRefused(asking(request, { headers, body }), 401, 'Authentication required');
        const late = asking(request, { bearer: expired, body });
        await expectRefused(late, 401, 'Authentication failed');
      }
    });

    it('is of what they may read', async () => {
      const id = await at.open(john(), 'Hello');
      const outsider = {
        id: someone(),
        bearer: token({ sub: someone(), role: 'agent', departments: ['cards'] }),
      };
      // No department: every agent's.
      expect((await staffs(outsider, id, 'claim')).status).to.equal(201);
      await expectRefused(staffs(sarah(), randomUUID(), 'claim'), 404, 'Conversation not found');
    });

    it('is the assignee’s alone, whose name the others hear', async () => {
      const [agent, other, admin] = [sarah(), mike(), mike()];
      const id = await at.open(john(), 'Hello');
      const unclaimed = 'This conversation has not been claimed yet';
      for (const does of ['reply', 'handover']) {
        const body = { message: 'Hi', admin_id: agent.id };
        await expectRefused(staffs(agent, id, does, body), 409, unclaimed);
      }
      await expectRefused(staffs(agent, id, 'close', {}), 409, unclaimed);
      await at.claim(agent, id);
      await at.claim(agent, id);
      const taken = 'This conversation is already handled by Sarah Johnson';
      await expectRefused(staffs(other, id, 'claim'), 409, taken);
      const held = 'Only Sarah Johnson can do this: the conversation is assigned to them';
      await expectRefused(staffs(admin, id, 'reply', { message: 'Hi' }), 409, held);
      const stranger = sarah();
      const body = { admin_id: stranger.id };
      await expectRefused(staffs(stranger, id, 'handover', body), 409, held);
      await expectRefused(staffs(stranger, id, 'close', {}), 409, held);
      await at.note(other, id, 'whoever may read it');
    });

    it('is handed to staff who have been here, and to nobody else', async () => {
      const [user, agent, admin] = [john(), sarah(), mike()];
      const id = await at.open(user, 'Hello');
      await at.claim(agent, id);
      for (const admin_id of ['nobody', '', user.id]) {
        await expectRefused(staffs(agent, id, 'handover', { admin_id }), 404, 'Agent not found');
      }
      for (const admin_id of [undefined, null, 7, {}, ['x']]) {
        await expectInvalid(staffs(agent, id, 'handover', { admin_id }), 'admin_id');
      }
      const kept = await at.handover(agent, id, agent);
      expect(kept['conversation']).to.include({ assigned_admin_id: agent.id });
      await at.known(admin);
      const taken = await at.handover(admin, id, admin);
      expect(taken['conversation']).to.include({ assigned_admin_id: admin.id, status: 'active' });
      await expectRefused(
        staffs(agent, id, 'reply', { message: 'late' }),
        409,
        'Only Admin Mike can do this: the conversation is assigned to them',
      );
    });

    it('ends with the closing, but for notes and the closing itself', async () => {
      const agent = sarah();
      const id = await at.open(john(), 'Hello');
      await at.claim(agent, id);
      await at.close(agent, id);
      await at.close(agent, id);
      const body = { message: 'Hi', admin_id: agent.id };
      for (const does of ['claim', 'reply', 'handover']) {
        const refused = staffs(agent, id, does, body);
        await expectRefused(refused, 400, 'This conversation has been closed');
      }
      await at.note(agent, id, 'was solved');
    });
  });

  describe('the queue', () => {
    it('is filtered, and paged', async () => {
      const own = await startServer();
      try {
        const there = livechatAt(own.url);
        const [user, agent, admin] = [john(), sarah(), mike()];
        const ids: string[] = [];
        for (const text of ['a', 'b', 'c', 'd']) ids.push(await there.open(user, text));
        const [closed = '', mine = '', his = '', free = ''] = ids;
        await there.claim(agent, mine);
        await there.reply(agent, mine, 'Hi');
        await there.claim(admin, his);
        await there.send(user, his, 'Hello?');
        await there.close(admin, closed);
        const listed = async (query: string) => {
          const { bearer } = agent;
          const { body } = await ask(own.url, `GET ${STAFF}/conversations?${query}`, { bearer });
          const { conversations, ...rest } = body.data as {
            readonly conversations: readonly { readonly id: string }[];
          };
          return { ids: conversations.map(({ id }) => id), ...rest };
        };
        const page = { page: 1, limit: 50 };
        for (const [query, expected] of [
          ['', [closed, his, mine, free]],
          ['assigned=any', [closed, his, mine, free]],
          ['assigned=me', [mine]],
          ['assigned=unassigned', [closed, free]],
          ['status=active', [free]],
          ['status=waiting_user', [mine]],
          ['status=waiting_support', [his]],
          ['status=closed', [closed]],
          ['status=closed&assigned=me', []],
          ['status=&assigned=&search=', [closed, his, mine, free]],
        ] as const) {
          const found = await listed(query);
          expect(found, query).to.deep.equal({ ids: expected, total: expected.length, ...page });
        }
        expect(await listed('page=2&limit=3')).to.deep.equal({
          ids: [free],
          total: 4,
          page: 2,
          limit: 3,
        });
        expect(await listed('page=9&limit=500')).to.deep.equal({
          ids: [],
          total: 4,
          page: 9,
          limit: 100,
        });
        const agents = await ask(own.url, `GET ${STAFF}/agents`, { bearer: agent.bearer });
        expect(agents.body.data).to.deep.equal({
          agents: [
            {
              admin_id: admin.id,
              name: 'Admin Mike',
              email: null,
              departments: [],
              online: false,
              open_conversations: 1,
            },
            {
              admin_id: agent.id,
              name: 'Sarah Johnson',
              email: 'sarah@smipay.com',
              departments: [],
              online: false,
              open_conversations: 1,
            },
          ],
          total: 2,
        });
      } finally {
        await own.stop();
      }
    });

    it('takes no nonsense', async () => {
      const { bearer } = sarah();
      for (const [query, field] of [
        ['page=0', 'page'],
        ['page=-1', 'page'],
        ['page=x', 'page'],
        ['page=1.5', 'page'],
        ['limit=0', 'limit'],
        ['limit=many', 'limit'],
        ['status=open', 'status'],
        ['status=ACTIVE', 'status'],
        ['status=active&status=closed', 'status'],
        ['assigned=him', 'assigned'],
        ['search=x', 'search'],
      ] as const) {
        await expectInvalid(asking(`GET ${STAFF}/conversations?${query}`, { bearer }), field);
      }
    });

    it('shows who is here while he is', async () => {
      const agent = sarah();
      const online = async (): Promise<unknown> => {
        const { body } = await asking(`GET ${STAFF}/agents`, { bearer: agent.bearer });
        const { agents } = body.data as {
          readonly agents: readonly { readonly admin_id: string; readonly online: boolean }[];
        };
        return agents.find(({ admin_id }) => admin_id === agent.id)?.online;
      };
      expect(await online()).to.equal(false);
      const sockets = [await at.enter(agent), await at.enter(agent)];
      for (const socket of sockets) {
        expect(await online()).to.equal(true);
        socket.close();
        await socket.ended;
      }
      while ((await online()) === true);
      expect(await online()).to.equal(false);
    });
  });

  describe('a message', () => {
    it('is text of a length that can be read', async () => {
      const { bearer } = john();
      const send = (message: unknown) =>
        asking(`POST ${USER}/chat/send`, { bearer, body: { message } });
      for (const message of ['x'.repeat(5_001), '', ' \n\t', '\u200b', undefined, null, 7, {}]) {
        await expectInvalid(send(message), 'message');
      }
      expect((await send('😀'.repeat(5_000))).status).to.equal(201);
    });

    it('goes to a conversation by its id, which is text', async () => {
      const { bearer } = john();
      for (const conversation_id of [7, true, {}, ['x']]) {
        const body = { message: 'Hi', conversation_id };
        await expectInvalid(asking(`POST ${USER}/chat/send`, { bearer, body }), 'conversation_id');
      }
    });

    it('is the same under the same name, in the body or the header', async () => {
      const { bearer } = john();
      const agent = sarah();
      const send = (body: object, headers: Readonly<Record<string, string>> = {}) =>
        asking(`POST ${USER}/chat/send`, { bearer, body: { message: 'Hi', ...body }, headers });
      const key = randomUUID();
      const first = await send({}, { 'idempotency-key': key });
      for (const again of [
        await send({}, { 'idempotency-key': key }),
        await send({ clientMessageId: key }),
        await send({ client_message_id: key }, { 'idempotency-key': key }),
      ]) {
        expect([again.status, again.body]).to.deep.equal([201, first.body]);
      }
      const other = send({ message: 'Other', clientMessageId: key });
      await expectRefused(other, 409, 'This clientMessageId was used for another message');
      await expectInvalid(
        send({ clientMessageId: 'one' }, { 'idempotency-key': 'two' }),
        'idempotency-key',
      );
      await expectInvalid(send({}, { 'idempotency-key': 'x'.repeat(201) }), 'idempotency-key');
      const { id } = first.body.data['conversation'] as { readonly id: string };
      const note = (text: string) =>
        asking(`POST ${STAFF}/conversations/${id}/note`, {
          bearer: agent.bearer,
          headers: { 'idempotency-key': key },
          body: { message: text },
        });
      expect((await note('between us')).body).to.deep.equal((await note('between us')).body);
      await expectRefused(note('other'), 409, 'This clientMessageId was used for another message');
      const more = { conversation_id: id, clientMessageId: 'more' };
      expect((await send(more)).body).to.deep.equal((await send(more)).body);
    });

    it('waits where somebody has written since', async () => {
      const [user, agent] = [john(), sarah()];
      const id = await at.open(user, 'Hello');
      await at.claim(agent, id);
      await expectRefused(
        staffs(agent, id, 'reply', { message: 'Hi', ifLastSeq: 1 }),
        409,
        'Somebody else has written since',
      );
      expect((await staffs(agent, id, 'reply', { message: 'Hi', ifLastSeq: 2 })).status).to.equal(
        201,
      );
    });
  });

  describe('a long conversation', () => {
    it('is whole in its detail, for its owner and for staff', async () => {
      const [user, agent] = [john(), sarah()];
      const id = await at.open(user, '0');
      await at.claim(agent, id);
      const texts = ['0'];
      const all = ['0'];
      for (let index = 1; index <= 250; index += 1) {
        const text = `${index} "quoted", é, 😀 \\ `;
        if (index % 10 === 0) await at.note(agent, id, text);
        else await at.send(user, id, text);
        all.push(text);
        if (index % 10 > 0) texts.push(text);
      }
      for (const [path, by, expected] of [
        [`${USER}/conversations/${id}`, user, texts],
        [`${STAFF}/conversations/${id}`, agent, all],
        [`${USER}/conversations/${id}`, agent, texts],
      ] as const) {
        const { status, headers, body } = await asking(`GET ${path}`, { bearer: by.bearer });
        expect([status, headers.get('content-type')]).to.deep.equal([
          200,
          'application/json; charset=utf-8',
        ]);
        const { messages, ...conversation } = body.data['conversation'] as {
          readonly messages: readonly { readonly message: string; readonly seq: number }[];
        };
        expect(messages.map(({ message }) => message)).to.deep.equal(expected);
        const seqs = messages.map(({ seq }) => seq);
        expect(seqs).to.deep.equal([...seqs].sort((a, b) => a - b));
        expect(conversation).to.include({ id, total_messages: 226, ticket: null });
      }
    });
  });

  describe('a device', () => {
    const known = async (asked: Asking): Promise<unknown> => {
      const { body } = await asking(`POST ${USER}/chat/send`, { bearer: john().bearer, ...asked });
      const { id } = body.data['conversation'] as { readonly id: string };
      const path = `GET ${STAFF}/conversations/${id}`;
      const detail = await asking(path, { bearer: mike().bearer });
      return (detail.body.data['conversation'] as Readonly<Record<string, unknown>>)[
        'device_metadata'
      ];
    };

    const headers = {
      'x-device-id': 'abc123',
      'x-device-model': 'iPhone 14 Pro',
      'x-platform': 'ios',
      'x-os-version': '17.1',
      'x-app-version': '2.1.0',
      'user-agent': 'an app',
    };

    it('is what the body says, else what the headers do', async () => {
      const device_metadata = {
        device_id: 'abc',
        year: 2026,
        is_new: true,
        none: null,
        blank: ' ',
      };
      expect(await known({ headers, body: { message: 'Hi', device_metadata } })).to.deep.equal({
        device_id: 'abc',
        year: '2026',
        is_new: 'true',
      });
      expect(await known({ headers, body: { message: 'Hi' } })).to.deep.equal({
        device_id: 'abc123',
        device_model: 'iPhone 14 Pro',
        platform: 'ios',
        os_version: '17.1',
        app_version: '2.1.0',
        user_agent: 'an app',
      });
      const empty = { message: 'Hi', device_metadata: {} };
      expect(await known({ headers, body: empty })).to.equal(null);
      const long = { message: 'Hi', device_metadata: { long: 'x\u0000'.repeat(5_000) } };
      expect(await known({ body: long })).to.deep.equal({ long: 'x'.repeat(200) });
    });

    it('is no nonsense', async () => {
      const many = Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`k${index}`, 'x']));
      const named = { 'a b': 'x' };
      for (const device_metadata of ['x', 7, [], ['x'], { a: {} }, { a: [] }, many, named]) {
        const body = { message: 'Hi', device_metadata };
        const { bearer } = john();
        await expectInvalid(asking(`POST ${USER}/chat/send`, { bearer, body }), 'device_metadata');
      }
    });
  });

  describe('somebody without an account', () => {
    it('has an address, in any case', async () => {
      for (const email of ['john', 'john@', '@x', 'a b@x', 'x'.repeat(300), '', null, 7, {}]) {
        await expectInvalid(asking(UNAUTHENTICATED, { body: { message: 'Hi', email } }), 'email');
      }
      for (const phone_number of [7, {}, 'x'.repeat(201)]) {
        const body = { message: 'Hi', email: 'john@example.com', phone_number };
        await expectInvalid(asking(UNAUTHENTICATED, { body }), 'phone_number');
      }
      const opened = await asking(UNAUTHENTICATED, {
        body: { message: 'Hi', email: ' John@Example.com ' },
      });
      const { id, email } = opened.body.data['conversation'] as {
        readonly id: string;
        readonly email: string;
      };
      expect(email).to.equal('John@Example.com');
      const again = { message: 'Hi again', email: 'JOHN@EXAMPLE.COM', conversation_id: id };
      expect((await asking(UNAUTHENTICATED, { body: again })).status).to.equal(201);
    });

    it('is not who has an account with that address, nor the other way round', async () => {
      const user = john();
      const own = await at.open(user, 'Hello');
      const email = 'john@example.com';
      const body = { message: 'Hi', email };
      const opened = await asking(UNAUTHENTICATED, { bearer: user.bearer, body });
      const { id } = opened.body.data['conversation'] as { readonly id: string };
      const mismatch = 'Email does not match the conversation owner';
      for (const bearer of [null, user.bearer]) {
        const into = { ...body, conversation_id: own };
        await expectRefused(asking(UNAUTHENTICATED, { bearer, body: into }), 400, mismatch);
      }
      const { bearer } = user;
      await expectRefused(
        asking(`GET ${USER}/conversations/${id}`, { bearer }),
        400,
        'Access denied',
      );
      const list = await asking(`GET ${USER}/conversations`, { bearer });
      expect(list.body.data['total']).to.equal(1);
      const rating = asking(`POST ${USER}/conversations/${id}/rate`, {
        bearer,
        body: { rating: 5 },
      });
      await expectRefused(rating, 400, 'You can only rate your own conversations');
      const staff = await asking(`GET ${STAFF}/conversations/${id}`, { bearer: mike().bearer });
      expect(staff.body.data['conversation']).to.deep.include({
        user: { id: null, name: null, email, phone_number: null },
      });
      await expectRefused(
        asking(UNAUTHENTICATED, { bearer: 'no.token.atall', body }),
        401,
        'Authentication failed',
      );
    });

    it('has an app that bears a key, where the server asks for one', async () => {
      const guarded = await startServer({ APP_KEYS: 'k1, another-key' });
      try {
        const body = { message: 'Hi', email: 'john@example.com' };
        const send = (headers: Readonly<Record<string, string>>, asked: unknown = body) =>
          ask(guarded.url, UNAUTHENTICATED, { headers, body: asked });
        const wrong = ['', 'k', 'k11', 'K1', 'k1, another-key', 'k1,k1'];
        for (const headers of [{}, ...wrong.map((key) => ({ 'x-app-key': key }))]) {
          for (const asked of [body, {}, 'nonsense']) {
            await expectRefused(send(headers, asked), 401, 'A valid X-App-Key is required');
          }
        }
        for (const key of ['k1', 'another-key']) {
          expect((await send({ 'x-app-key': key })).status).to.equal(201);
        }
        const { bearer } = john();
        const sent = await ask(guarded.url, `POST ${USER}/chat/send`, {
          bearer,
          body: { message: 'Hi' },
        });
        expect(sent.status, 'who has a token needs no key').to.equal(201);
      } finally {
        await guarded.stop();
      }
    });

    it('may write so often, by whatever address he writes', async () => {
      const limited = await startServer({ RATE_MESSAGES: '3/60', TRUST_PROXY: '1' });
      try {
        const send = (email: string, from: string) =>
          ask(limited.url, UNAUTHENTICATED, {
            headers: { 'x-forwarded-for': from },
            body: { message: 'Hi', email },
          });
        const statuses = [];
        for (const email of ['a@x', 'b@x', 'c@x', 'd@x']) {
          statuses.push((await send(email, '192.0.2.1')).status);
        }
        expect(statuses).to.deep.equal([201, 201, 201, 429]);
        for (const last of [2, 3, 4]) await send('e@x', `192.0.2.${last}`);
        const refused = await send('E@X', '192.0.2.5');
        expect(refused.status).to.equal(429);
        expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
        expect((await send('f@x', '192.0.2.5')).status).to.equal(201);
      } finally {
        await limited.stop();
      }
    });
  });

  it('says of a path that it is not there, and of a method that it is not for it', async () => {
    await expectRefused(asking(`GET ${USER}/nowhere`), 404, 'Not found');
    await expectRefused(asking(`GET ${STAFF}/nowhere`), 404, 'Not found');
    const wrong = await asking(`DELETE ${USER}/conversations`);
    expect([wrong.status, wrong.body.message]).to.deep.equal([405, 'Method not allowed']);
    expect(wrong.headers.get('allow')).to.include('GET');
  });
});
