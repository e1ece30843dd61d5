import { expect } from 'chai';
import { john, livechatAt, sarah, STAFF, USER } from '../documents/livechat-people.js';
import { someone } from '../support/tokens.js';
import { expectInvalid, expectRefused, onEveryStore } from './served-ground.js';

const SEND = `POST ${USER}/chat/send`;
const UNAUTHENTICATED = `POST ${USER}/chat/send-unauthenticated`;

const address = (): string => `${someone('contact')}@example.com`;

const KEYS = ['an-app-key-of-the-tests', 'another-app-key-of-the-tests'] as const;

onEveryStore('livechat: app keys', { APP_KEYS: KEYS.join(',') }, (ground) => {
  const send = (headers: Readonly<Record<string, string>>, body: unknown) =>
    ground.ask(UNAUTHENTICATED, { headers, body });

  it('open the endpoint for who has no account to those who bear one', async () => {
    const required = 'A valid X-App-Key is required';
    const [key] = KEYS;
    const good = { message: 'Hello', email: address() };
    const wrong = ['', ' ', 'x', key.slice(1), `${key}x`, key.toUpperCase(), KEYS.join(',')];
    for (const tried of [{}, ...wrong.map((one) => ({ 'x-app-key': one }))]) {
      for (const body of [good, {}, { ...good, message: 5 }]) {
        expectRefused(await send(tried, body), 401, required, JSON.stringify(tried));
      }
    }
    const { bearer } = john();
    const withToken = await ground.ask(UNAUTHENTICATED, { bearer, body: good });
    expectRefused(withToken, 401, required);
    for (const one of KEYS) {
      expect((await send({ 'X-App-Key': one }, good)).status, one).to.equal(201);
    }
    expectInvalid(await send({ 'x-app-key': key }, { ...good, message: 5 }), 'message', 'a number');
  });

  it('are asked for nowhere else, and open nothing else', async () => {
    const user = john();
    await livechatAt(ground.url).open(user, 'Hello');
    const headers = { 'x-app-key': KEYS[0] };
    for (const request of [`GET ${USER}/conversations`, `GET ${STAFF}/conversations`]) {
      expectRefused(await ground.ask(request, { headers }), 401, /./, request);
    }
  });
});

onEveryStore('livechat: messages with a name', {}, (ground) => {
  const named = (key: string) => ({ 'idempotency-key': key });

  it('open one conversation, by whichever spelling they come again', async () => {
    const { bearer } = john();
    const asked = { headers: named('one'), body: { message: 'Hello' } };
    const [first, ...again] = [
      await ground.ask(SEND, { bearer, ...asked }),
      await ground.ask(SEND, { bearer, ...asked }),
      await ground.ask(SEND, { bearer, body: { message: 'Hello', clientMessageId: 'one' } }),
      await ground.ask(SEND, { bearer, body: { message: 'Hello', client_message_id: 'one' } }),
      await ground.ask(SEND, {
        bearer,
        headers: named('one'),
        body: { message: 'Hello', clientMessageId: 'one', client_message_id: 'one' },
      }),
    ];
    for (const reply of again) expect(reply.body).to.deep.equal(first.body);
    const others = await ground.ask(SEND, { bearer: john().bearer, ...asked });
    expect(others.body.data).to.not.deep.equal(first.body.data);
    const { body } = await ground.ask(`GET ${USER}/conversations`, { bearer });
    expect(body.data['total']).to.equal(1);
  });

  it('are a conflict with other words, and may not have two names', async () => {
    const user = john();
    const agent = sarah();
    const at = livechatAt(ground.url);
    const id = await at.open(user, 'Hello');
    await at.claim(agent, id);
    const ways = [
      [SEND, user.bearer, { conversation_id: id }],
      [`POST ${STAFF}/conversations/${id}/reply`, agent.bearer, {}],
      [UNAUTHENTICATED, null, { email: address() }],
    ] as const;
    for (const [request, bearer, body] of ways) {
      const send = (key: string, message: string, more: object = {}) =>
        ground.ask(request, { bearer, headers: named(key), body: { message, ...body, ...more } });
      expect((await send('two', 'one thing')).status, request).to.equal(201);
      const words = 'This clientMessageId was used for another message';
      expectRefused(await send('two', 'another thing'), 409, words, request);
      for (const [field, more] of [
        ['idempotency-key', { clientMessageId: 'other' }],
        ['idempotency-key', { client_message_id: 'other' }],
        ['client_message_id', { clientMessageId: 'two', client_message_id: 'other' }],
        ['clientMessageId', { clientMessageId: 5 }],
        ['clientMessageId', { clientMessageId: '' }],
        ['client_message_id', { client_message_id: 'x'.repeat(201) }],
        ['ifLastSeq', { ifLastSeq: '1' }],
        ['ifLastSeq', { ifLastSeq: -1 }],
      ] as const) {
        expectInvalid(await send('two', 'one thing', more), field, `${request} ${field}`);
      }
      expectInvalid(await send('x'.repeat(201), 'Hello'), 'idempotency-key', request);
    }
  });
});

onEveryStore(
  'livechat: messages in a minute',
  { RATE_MESSAGES: '3/60', TRUST_PROXY: '1' },
  (ground) => {
    /** From a network address of its own. */
    const write = (email: string, from: string) =>
      ground.ask(UNAUTHENTICATED, {
        headers: { 'x-forwarded-for': from },
        body: { message: 'Hello', email },
      });

    const expectLimited = (reply: Awaited<ReturnType<typeof write>>): void => {
      expectRefused(reply, 429, /^Too many requests, please try again in \d+ seconds?$/);
      expect(Number(reply.headers.get('retry-after'))).to.be.within(1, 60);
    };

    it('count for an address that writes, wherever from and however spelt', async () => {
      const email = address();
      for (const n of [1, 2, 3]) expect((await write(email, `10.0.0.${n}`)).status).to.equal(201);
      expectLimited(await write(email, '10.0.0.4'));
      expectLimited(await write(email.toUpperCase(), '10.0.0.5'));
      expect((await write(address(), '10.0.0.6')).status).to.equal(201);
    });

    it('count for a network address, whoever writes from it', async () => {
      for (const _ of [1, 2, 3]) expect((await write(address(), '10.1.0.1')).status).to.equal(201);
      expectLimited(await write(address(), '10.1.0.1'));
      // Who has a token is counted by himself.
      const headers = { 'x-forwarded-for': '10.1.0.1' };
      const { bearer } = john();
      const send = () => ground.ask(SEND, { bearer, headers, body: { message: 'Hello' } });
      for (const _ of [1, 2, 3]) expect((await send()).status).to.equal(201);
      expectLimited(await send());
    });

    it('count staff’s answers and notes together', async () => {
      const at = livechatAt(ground.url);
      const agent = sarah();
      const id = await at.open(john(), 'Hello');
      await at.claim(agent, id);
      await at.reply(agent, id, 'one');
      await at.note(agent, id, 'two');
      await at.reply(agent, id, 'three');
      for (const does of ['reply', 'note']) {
        const body = { message: 'four' };
        const request = `POST ${STAFF}/conversations/${id}/${does}`;
        expectLimited(await ground.ask(request, { bearer: agent.bearer, body }));
      }
    });
  },
);
