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
import { nextMillisecond } from '../support/next-millisecond.js';
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
        await nextMillisecond();
        await there.claim(agent, mine);
        await there.reply(agent, mine, 'Hi');
        await nextMillisecond();
        await there.claim(admin, his);
        await there.send(user, his, 'Hello?');
        await nextMillisecond();
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

    it('that opened a conversation says no more when it comes again, whoever sends it', async () => {
      const email = `${someone('ann')}@example.com`;
      const send = (body: object) =>
        asking(`POST ${USER}/chat/send-unauthenticated`, {
          body: { message: 'Hello', email, clientMessageId: '1', ...body },
        });
      const first = await send({ phone_number: '+491234' });
      const { id } = first.body.data['conversation'] as { readonly id: string };
      const agent = sarah();
      await at.claim(agent, id);
      await at.reply(agent, id, 'Hi Ann!');
      await at.close(agent, id);
      expect((await send({ phone_number: '+491234' })).body).to.deep.equal(first.body);
      const stranger = await send({});
      expect(stranger.body.data['conversation']).to.deep.equal({
        ...(first.body.data['conversation'] as object),
        phone_number: null,
      });
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
  });

  describe('somebody without an account', () => {
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
  });
});
