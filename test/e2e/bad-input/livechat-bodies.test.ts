import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  john,
  livechatAt,
  mike,
  type Person,
  sarah,
  STAFF,
  USER,
} from '../documents/livechat-people.js';
import { someone } from '../support/tokens.js';
import { seenOf } from './livechat-ground.js';
import {
  expectInvalid,
  expectRefused,
  type ServedGround,
  onEveryStore,
  shortly,
} from './served-ground.js';

const SEND = `POST ${USER}/chat/send`;
const UNAUTHENTICATED = `POST ${USER}/chat/send-unauthenticated`;

const NOT_FOUND = 'Conversation not found';

/** No texts, and texts that are too long or show nothing. */
const NO_MESSAGE: readonly unknown[] = [
  ...[undefined, null, 5, true, [], ['Hello'], {}, { toString: 'x' }],
  ...['', ' ', ' \t\n ', '\u200b\ufeff', '\u0000\u0007', '\ud800'],
  ...['x'.repeat(5_001), '😀'.repeat(5_001)],
];

/** An email address that nobody has written from. */
const address = (): string => `${someone('contact')}@example.com`;

/** Claimed by the one, written by the other. */
const claimed = async ({ url }: ServedGround) => {
  const at = livechatAt(url);
  const [user, agent] = [john(), sarah()];
  const id = await at.open(user, 'Hello');
  await at.claim(agent, id);
  return { at, user, agent, id };
};

const openedByEmail = async (ground: ServedGround, email: string): Promise<string> => {
  const { status, body } = await ground.ask(UNAUTHENTICATED, { body: { message: 'Hello', email } });
  expect(status).to.equal(201);
  return (body.data['conversation'] as { readonly id: string }).id;
};

onEveryStore('livechat: what is wrong in a body', {}, (ground) => {
  /** Asks in vain: staff see the same afterwards. */
  const unchanged = async (id: string, asking: () => Promise<void>): Promise<void> => {
    const before = await seenOf(ground, id);
    await asking();
    expect(await seenOf(ground, id)).to.deep.equal(before);
  };

  it('a message, wherever one is sent', async () => {
    const { user, agent, id } = await claimed(ground);
    const email = address();
    const own = await openedByEmail(ground, email);
    const ways: readonly (readonly [string, string | null, object])[] = [
      [SEND, user.bearer, {}],
      [SEND, user.bearer, { conversation_id: id }],
      [UNAUTHENTICATED, null, { email }],
      [UNAUTHENTICATED, null, { email, conversation_id: own }],
      [`POST ${STAFF}/conversations/${id}/reply`, agent.bearer, {}],
      [`POST ${STAFF}/conversations/${id}/note`, agent.bearer, {}],
    ];
    const list = { bearer: user.bearer };
    await unchanged(id, () =>
      unchanged(own, async () => {
        for (const [request, bearer, body] of ways) {
          for (const message of NO_MESSAGE) {
            const reply = await ground.ask(request, { bearer, body: { ...body, message } });
            expectInvalid(reply, 'message', `${request} ${shortly(message)}`);
          }
          for (const whole of [null, 5, 'Hello', []]) {
            const reply = await ground.ask(request, { bearer, body: whole });
            expectRefused(reply, 400, /./, `${request} ${shortly(whole)}`);
          }
        }
      }),
    );
    expect((await ground.ask(`GET ${USER}/conversations`, list)).body.data['total']).to.equal(1);
    for (const [request, bearer, body] of ways) {
      const message = '😀'.repeat(5_000);
      const { status } = await ground.ask(request, { bearer, body: { ...body, message } });
      expect(status, request).to.equal(201);
    }
  });

  it('a conversation_id: what is no text is invalid, a text that names none is not found', async () => {
    const { user, id } = await claimed(ground);
    const email = address();
    await unchanged(id, async () => {
      for (const [request, bearer] of [
        [SEND, user.bearer],
        [UNAUTHENTICATED, null],
      ] as const) {
        const send = (conversation_id: unknown) =>
          ground.ask(request, { bearer, body: { message: 'Hello', email, conversation_id } });
        for (const wrong of [5, true, [], {}, [id], { $ne: null }, { $oid: id }]) {
          expectInvalid(await send(wrong), 'conversation_id', shortly(wrong));
        }
        const unknown = ['', ' ', 'conv-uuid', '../..', `${id}\u0000`, '__proto__', randomUUID()];
        for (const name of [...unknown, 'x'.repeat(10_000)]) {
          expectRefused(await send(name), 404, NOT_FOUND, shortly(name));
        }
      }
    });
  });

  it('the id of a path', async () => {
    const { bearer } = john();
    const agent = sarah();
    const bodies: Readonly<Record<string, unknown>> = {
      rate: { rating: 5 },
      reply: { message: 'Hello' },
      note: { message: 'Hello' },
      handover: { admin_id: agent.id },
    };
    for (const id of [randomUUID(), 'conv-uuid', '1', '%00', '__proto__', 'x'.repeat(2_000)]) {
      const asked = [
        ground.ask(`GET ${USER}/conversations/${id}`, { bearer }),
        ground.ask(`POST ${USER}/conversations/${id}/rate`, { bearer, body: bodies['rate'] }),
        ground.ask(`GET ${STAFF}/conversations/${id}`, agent),
        ...['claim', 'reply', 'note', 'handover', 'close'].map((does) =>
          ground.ask(`POST ${STAFF}/conversations/${id}/${does}`, {
            bearer: agent.bearer,
            body: bodies[does] ?? {},
          }),
        ),
      ];
      for (const reply of await Promise.all(asked)) expectRefused(reply, 404, NOT_FOUND, id);
    }
  });

  it('an email', async () => {
    const own = await openedByEmail(ground, 'Ann.Lee@Example.com');
    const send = (email: unknown, more: object = {}) =>
      ground.ask(UNAUTHENTICATED, { body: { message: 'Hello', email, ...more } });
    const none = [undefined, null, 5, true, [], ['a@b.c'], {}, { $gt: '' }];
    const wrong = [
      '',
      ' ',
      'ann',
      'ann@',
      '@b',
      'a b@c',
      'a@b@c',
      'a@b\u200b',
      'a\u0000@b',
      'a\n@b',
    ];
    await unchanged(own, async () => {
      for (const email of [...none, ...wrong, `${'x'.repeat(251)}@b.c`]) {
        expectInvalid(await send(email), 'email', shortly(email));
        expectInvalid(await send(email, { conversation_id: own }), 'email', shortly(email));
      }
      const other = await send('ann.lee@example.com.', { conversation_id: own });
      expectRefused(other, 400, 'Email does not match the conversation owner');
    });
    const again = await send(' ann.LEE@example.COM ', { conversation_id: own });
    expect([again.status, again.body.data['is_new']]).to.deep.equal([201, false]);
  });

  it('a conversation of an address is nobody’s with an account, nor the other way round', async () => {
    const email = address();
    const own = await openedByEmail(ground, email);
    const user = john();
    const theirs = await livechatAt(ground.url).open(user, 'Mine');
    const body = { message: 'Hello', conversation_id: own };
    expectRefused(await ground.ask(SEND, { bearer: user.bearer, body }), 400, 'Access denied');
    const reading = await ground.ask(`GET ${USER}/conversations/${own}`, user);
    expectRefused(reading, 400, 'Access denied');
    const rating = { bearer: user.bearer, body: { rating: 5 } };
    const rated = await ground.ask(`POST ${USER}/conversations/${own}/rate`, rating);
    expectRefused(rated, 400, 'You can only rate your own conversations');
    const taking = { message: 'Hello', email: 'john@example.com', conversation_id: theirs };
    const taken = await ground.ask(UNAUTHENTICATED, { body: taking });
    expectRefused(taken, 400, 'Email does not match the conversation owner');
  });

  it('a phone number', async () => {
    for (const phone_number of [5, true, [], {}, 'x'.repeat(201)]) {
      const body = { message: 'Hello', email: address(), phone_number };
      const reply = await ground.ask(UNAUTHENTICATED, { body });
      expectInvalid(reply, 'phone_number', shortly(phone_number));
    }
  });

  it('device_metadata', async () => {
    const many = Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`k${n}`, n]));
    const names = ['', '$set', 'a b', 'a.$[]', '1st', 'x'.repeat(65), 'a\u0000'];
    const wrong: readonly unknown[] = [
      ...[5, true, 'iPhone', [], ['ios'], [{}], many],
      ...[{ a: {} }, { a: [] }, { a: { b: { c: 1 } } }, { platform: ['ios'] }],
      ...names.map((name) => ({ [name]: 'x' })),
    ];
    const user = john();
    const send = (device_metadata: unknown, headers: Readonly<Record<string, string>> = {}) =>
      ground.ask(SEND, { bearer: user.bearer, headers, body: { message: 'Hi', device_metadata } });
    for (const metadata of wrong) {
      expectInvalid(await send(metadata), 'device_metadata', shortly(metadata));
    }
    // Such a name is JSON of nobody's, wherever it stands.
    const proto = await send(Object.fromEntries([['__proto__', 'x']]));
    expectRefused(proto, 400, 'Malformed request');
    const list = await ground.ask(`GET ${USER}/conversations`, user);
    expect(list.body.data['total']).to.equal(0);

    const kept = async (...asked: Parameters<typeof send>) => {
      const { status, body } = await send(...asked);
      expect(status).to.equal(201);
      const { id } = body.data['conversation'] as { readonly id: string };
      return (await seenOf(ground, id))['device_metadata'];
    };
    const odd = { constructor: 'x', toString: 'y', n: 1.5, flag: false, nothing: null };
    expect(await kept(odd)).to.deep.equal({
      ...{ constructor: 'x', toString: 'y', n: '1.5', flag: 'false' },
    });
    expect(await kept({ device_model: 'x'.repeat(10_000) })).to.deep.equal({
      device_model: 'x'.repeat(200),
    });
    const device = { 'x-platform': 'ios', 'x-app-version': '2.1.0', 'user-agent': 'an app' };
    expect(await kept({}, device)).to.equal(null);
    expect(await kept(null, { ...device, 'x-device-model': 'y'.repeat(10_000) })).to.deep.equal({
      platform: 'ios',
      app_version: '2.1.0',
      user_agent: 'an app',
      device_model: 'y'.repeat(200),
    });
    expect(({} as Readonly<Record<string, unknown>>)['x']).to.equal(undefined);
  });

  it('a rating, and what is said with it', async () => {
    const { at, user, agent, id } = await claimed(ground);
    await at.close(agent, id);
    const rate = (by: Person, body: unknown) =>
      ground.ask(`POST ${USER}/conversations/${id}/rate`, { bearer: by.bearer, body });
    await unchanged(id, async () => {
      for (const rating of [0, 6, -1, 4.5, '5', undefined, null, true, [5], {}]) {
        const reply = await rate(user, { rating });
        expectRefused(reply, 400, 'Rating must be between 1 and 5', shortly(rating));
        expect(reply.body.errors).to.deep.equal([
          { field: 'rating', message: 'Rating must be between 1 and 5' },
        ]);
      }
      for (const feedback of [5, true, [], {}, 'x'.repeat(5_001)]) {
        expectInvalid(await rate(user, { rating: 5, feedback }), 'feedback', shortly(feedback));
      }
      for (const other of [john(), agent, mike()]) {
        const reply = await rate(other, { rating: 5 });
        expectRefused(reply, 400, 'You can only rate your own conversations');
      }
    });
    expect((await rate(user, { rating: 1, feedback: ' ' })).status).to.equal(201);
    await unchanged(id, async () => {
      expectRefused(await rate(user, { rating: 5 }), 400, 'Conversation already rated');
    });
  });
});
