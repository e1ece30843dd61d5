import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { conversationOf, wholeHistory } from '../support/rest-client.js';
import {
  type SupportClient,
  connectSupportSocketio,
  connectSupportWs,
} from '../support/support-clients.js';
import { someone, token } from '../support/tokens.js';
import { KIB, nested } from './sizes.js';
import { serveThroughout } from './serve-throughout.js';

/** Answered with an error to the sender, whatever the event. */
const BAD_PAYLOADS: Readonly<Record<string, unknown>> = {
  'that is null': null,
  'that is a number': 5,
  'that is NaN': Number.NaN,
  'that is a string': 'hello',
  'that is true': true,
  'that is an array': [{ conversationId: randomUUID(), message: 'hello' }],
  'that is empty': {},
  '1,000 levels deep': JSON.parse(nested(1_000)) as unknown,
  'with a field 1,000 levels deep': {
    conversationId: randomUUID(),
    message: 'hello',
    extra: JSON.parse(nested(1_000)) as unknown,
  },
  'whose conversationId is no UUID': { conversationId: 'mine', message: 'hello' },
  'whose conversationId is a query': { conversationId: { $ne: null }, message: 'hello' },
  'whose conversationId is an array': { conversationId: [randomUUID()], message: 'hello' },
  'whose conversationId is __proto__': { conversationId: '__proto__', message: 'hello' },
  'whose conversationId is null': { conversationId: null, message: 'hello' },
  'of keys of the prototype alone': JSON.parse(
    '{"__proto__":{"conversationId":"x"},"constructor":{"prototype":{"x":1}}}',
  ) as unknown,
};

/** Names that are keys of every object, or mean something to a socket library. */
const ODD_EVENTS = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'hasOwnProperty',
  'error',
  'message',
  'close',
  'ping',
  '',
  ' message:send',
  'MESSAGE:SEND',
  'x'.repeat(10_000),
];

const TEXTS: Readonly<Record<string, string>> = {
  empty: '',
  'of spaces': '   \n\t ',
  'of control characters': '\u0000\u0001\u001f\u007f',
  'of 5,001 characters': 'x'.repeat(5_001),
  'of lone surrogates': '\ud83d\udc00\ud800'.slice(0, 1),
  'of zero-width spaces': '\u200b\u2060\ufeff',
};

describe('bad input', () => {
  let url: string;
  let bearer: string;
  let conversationId: string;
  serveThroughout((now) => {
    ({ url, bearer, conversationId } = now);
  });

  const connectors: Readonly<Record<string, () => Promise<SupportClient>>> = {
    'Socket.IO': () => connectSupportSocketio(url, { token: bearer }),
    ws: () => connectSupportWs(url, bearer),
  };

  for (const [name, connect] of Object.entries(connectors)) {
    describe(`over ${name}`, () => {
      let client: SupportClient;

      beforeEach(async () => {
        client = await connect();
        await client.next('connection:success');
      });
      afterEach(() => client.close());

      const expectRefused = async (
        event: string,
        payload: unknown,
        code: string,
      ): Promise<void> => {
        const ack = await client.request(event, payload);
        expect(ack, JSON.stringify(ack)).to.include({ success: false, code });
        expect(await client.next('message:error')).to.deep.equal({ error: ack.error, code });
      };

      const events = ['message:send', 'conversation:join', 'conversation:leave'];

      for (const [what, payload] of Object.entries(BAD_PAYLOADS)) {
        it(`refuses a payload ${what}`, async () => {
          for (const event of events) await expectRefused(event, payload, 'invalid');
        });
      }

      it('refuses a missing payload', async () => {
        for (const event of events) await expectRefused(event, undefined, 'invalid');
      });

      it('answers an error to those who ask for no ack, too', async () => {
        for (const payload of Object.values(BAD_PAYLOADS)) {
          client.emit('message:send', payload);
          expect((await client.next('message:error')).code).to.equal('invalid');
        }
      });

      it('refuses events that there are not, whatever their names', async () => {
        for (const event of ODD_EVENTS) await expectRefused(event, {}, 'invalid');
      });

      it('refuses a conversation of someone else and of nobody', async () => {
        const theirs = await conversationOf(url, token({ sub: someone() }));
        for (const id of [theirs, randomUUID(), '00000000-0000-0000-0000-000000000000']) {
          const payload = { conversationId: id, message: 'hello' };
          await expectRefused('message:send', payload, 'not_found');
          await expectRefused('conversation:join', payload, 'not_found');
        }
      });

      it('takes keys of the prototype beside good ones for nothing', async () => {
        const payload: unknown = JSON.parse(
          `{"conversationId":"${conversationId}","message":"hello",` +
            '"__proto__":{"messageType":"system"},"constructor":{"messageType":"system"}}',
        );
        const ack = await client.request('message:send', payload);
        expect(ack.success).to.equal(true);
        expect((await client.next('message:received')).messageType).to.equal('text');
      });

      for (const [what, message] of Object.entries(TEXTS)) {
        it(`refuses text ${what}`, async () => {
          await expectRefused('message:send', { conversationId, message }, 'invalid');
        });
      }

      it('makes markup inert', async () => {
        const message = '<script>alert(1)</script>&lt;';
        const inert = '<\u200bscript>alert(1)<\u200b/script>&\u200blt;';
        await client.request('message:send', { conversationId, message });
        expect((await client.next('message:received')).message).to.equal(inert);
      });

      it('refuses message types that are not for a customer', async () => {
        const send = { conversationId, message: 'hello' };
        for (const messageType of ['system', 'auth_code']) {
          await expectRefused('message:send', { ...send, messageType }, 'forbidden');
        }
        for (const messageType of ['note', '', 5, {}, '__proto__', 'constructor', ['text']]) {
          await expectRefused('message:send', { ...send, messageType }, 'invalid');
        }
      });

      it('refuses more than 64 KiB with an error, and goes on', async () => {
        const extra = 'x'.repeat(64 * KIB);
        const large = { conversationId, message: 'hello', extra };
        for (const event of [...events, 'nothing']) await expectRefused(event, large, 'too_large');
        const send = { conversationId, message: 'hello', extra: 'x'.repeat(60 * KIB) };
        expect((await client.request('message:send', send)).success).to.equal(true);
      });

      it('stores nothing of what it refuses', async () => {
        for (const payload of Object.values(BAD_PAYLOADS)) {
          await client.request('message:send', payload);
        }
        expect(await wholeHistory(url, bearer, conversationId)).to.deep.equal([]);
      });

      it('answers all of a flood, if only that it is too much', async () => {
        const count = 1_200;
        const sends = Array.from({ length: count }, (_, index) =>
          client.request('message:send', { conversationId, message: `message ${index}` }),
        );
        const acks = await Promise.all(sends);
        const stored = await wholeHistory(url, bearer, conversationId);
        expect(stored.length).to.equal(acks.filter(({ success }) => success).length);
        for (const { code } of acks.filter(({ success }) => !success)) {
          expect(code).to.equal('rate_limited');
        }
      });
    });
  }
});
