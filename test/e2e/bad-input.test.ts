import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { within } from './support/deadline.js';
import { startServer } from './support/in-process-server.js';
import { enterRawSocketio, openRawSocketio } from './support/raw-socketio.js';
import { conversationOf, historyPath, rest, wholeHistory } from './support/rest-client.js';
import { someone, token } from './support/tokens.js';
import {
  type SupportClient,
  type SupportWsClient,
  connectSupportSocketio,
  connectSupportWs,
  openSupportWs,
  supportUpgradeStatus,
} from './support/support-clients.js';

const KIB = 1_024;
const MIB = 1_024 * KIB;

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

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
  let server: App;
  let bearer: string;
  let conversationId: string;

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  beforeEach(async () => {
    bearer = token({ sub: someone() });
    conversationId = await conversationOf(server.url, bearer);
  });

  // Whatever came before: the same process goes on serving, and what it refused was not stored.
  afterEach(async () => {
    const sub = someone();
    const good = token({ sub });
    const id = await conversationOf(server.url, good);
    for (const client of [
      await connectSupportSocketio(server.url, { token: good }),
      await connectSupportWs(server.url, good),
    ]) {
      const send = { conversationId: id, message: 'still served?' };
      expect((await client.request('message:send', send)).success).to.equal(true);
      client.close();
    }
    expect((await wholeHistory(server.url, good, id)).length).to.equal(2);
    expect(({} as Record<string, unknown>)['conversationId'], 'the prototype').to.equal(undefined);
  });

  const connectors: Readonly<Record<string, () => Promise<SupportClient>>> = {
    'Socket.IO': () => connectSupportSocketio(server.url, { token: bearer }),
    ws: () => connectSupportWs(server.url, bearer),
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
        const theirs = await conversationOf(server.url, token({ sub: someone() }));
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
        expect(await wholeHistory(server.url, bearer, conversationId)).to.deep.equal([]);
      });

      it('answers all of a flood, if only that it is too much', async () => {
        const count = 1_200;
        const sends = Array.from({ length: count }, (_, index) =>
          client.request('message:send', { conversationId, message: `message ${index}` }),
        );
        const acks = await Promise.all(sends);
        const stored = await wholeHistory(server.url, bearer, conversationId);
        expect(stored.length).to.equal(acks.filter(({ success }) => success).length);
        for (const { code } of acks.filter(({ success }) => !success)) {
          expect(code).to.equal('rate_limited');
        }
      });
    });
  }

  describe('over Socket.IO alone', () => {
    it('takes an ack that is no function for none', async () => {
      const client = await connectSupportSocketio(server.url, { token: bearer });
      const send = { conversationId, message: 'hello' };
      for (const ack of ['ack', 5, null, {}, [], { id: 1 }]) {
        client.socket.emit('message:send', send, ack);
        expect((await client.next('message:received')).message).to.equal('hello');
        client.socket.emit('message:send', null, ack);
        expect((await client.next('message:error')).code).to.equal('invalid');
      }
      client.close();
    });

    it('refuses binary events, and answers them', async () => {
      const client = await connectSupportSocketio(server.url, { token: bearer });
      const payloads = [
        Buffer.from('hello'),
        { conversationId, message: Buffer.from('hello') },
        { conversationId: Buffer.from(conversationId), message: 'hello' },
      ];
      for (const payload of payloads) {
        expect((await client.request('message:send', payload)).code).to.equal('invalid');
      }
      const large = { conversationId, message: 'hello', extra: Buffer.alloc(100 * KIB) };
      expect((await client.request('message:send', large)).code).to.equal('too_large');
      client.close();
    });

    it('refuses events that are numbers', async () => {
      const client = await enterRawSocketio(server.url, bearer);
      const answer = client.next(/^43\/support,7/);
      client.packet(`2/support,7[5,${JSON.stringify({ conversationId })}]`);
      expect(await answer).to.contain('"invalid"');
      client.close();
    });

    it('closes past 1 MiB', async () => {
      const websocket = await connectSupportSocketio(server.url, { token: bearer });
      websocket.emit('message:send', { conversationId, message: 'x'.repeat(MIB) });
      expect(await websocket.ended).to.match(/^transport/);
      const raw = await enterRawSocketio(server.url, bearer);
      raw.packet(`2/support,["message:send","${'x'.repeat(MIB)}"]`);
      expect(await raw.closed).to.equal(1009);
      const options = { transports: ['polling'] as const };
      const polling = await connectSupportSocketio(server.url, { token: bearer }, options);
      polling.emit('message:send', { conversationId, message: 'x'.repeat(MIB) });
      expect(await polling.ended).to.match(/^transport/);
    });

    it('takes no more than 64 KiB from strangers', async () => {
      const raw = await openRawSocketio(server.url);
      raw.packet(`0/support,{"token":"${'x'.repeat(64 * KIB)}"}`);
      await within(raw.closed, () => 'a stranger to be closed');
    });

    const MALFORMED: readonly string[] = [
      '2/support,',
      '2/support,[',
      '2/support,{}',
      '2/support,[]',
      '2/support,[null]',
      '2/support,[{}]',
      '2/support,[["message:send"]]',
      '2/support,["disconnect"]',
      '2/support,["connect_error"]',
      '2/support,["newListener"]',
      '2/support',
      '51-/support,["message:send",{"_placeholder":true,"num":5}]',
      '51-/support,["message:send"]',
      '5/support,["message:send"]',
      '5-1-/support,["message:send"]',
      '51e9-/support,["message:send",{"_placeholder":true,"num":0}]',
      '3/support,1',
      '3/support,{}',
      '61-/support,1[{"_placeholder":true,"num":0}]',
      '4/support,{"message":"x"}',
      '9/support,[]',
      'x',
      '0/support,[]',
      '1/support,{}',
      `2/support,${nested(20_000)}`,
      `2/support,["message:send",${nested(20_000)}]`,
      `0/support,${nested(20_000)}`,
    ];

    for (const packet of MALFORMED) {
      it(`survives the packet ${packet.slice(0, 60)}`, async () => {
        const client = await enterRawSocketio(server.url, bearer);
        client.packet(packet);
        // Ends by an answer to what follows, or by the server's closing: both are well.
        const pong = client.next(/^43\/support,9/).then(
          () => 'answered',
          () => 'no answer',
        );
        client.packet('2/support,9["conversation:leave",{}]');
        const outcome = await Promise.race([pong, client.closed.then(() => 'closed')]);
        expect(outcome).to.be.oneOf(['answered', 'closed']);
        client.close();
      });
    }

    it('survives attachments that were not announced, or never come', async () => {
      const loose = await enterRawSocketio(server.url, bearer);
      loose.packet(Buffer.from('loose'));
      await within(loose.closed, () => 'a loose attachment to close');
      const waiting = await enterRawSocketio(server.url, bearer);
      waiting.packet('51-/support,["message:send",{"_placeholder":true,"num":0}]');
      waiting.packet('2/support,["message:send",{}]');
      await within(waiting.closed, () => 'text in place of an attachment to close');
      const wrong = await enterRawSocketio(server.url, bearer);
      wrong.packet('51-/support,["message:send",{"_placeholder":true,"num":"__proto__"}]');
      wrong.packet(Buffer.from('x'));
      await within(wrong.closed, () => 'a placeholder of nothing to close');
    });

    it('survives Engine.IO packets that there are not', async () => {
      for (const text of ['', '9', 'x', '7hello', '0{}', '5', '6', 'b', 'bAAAA']) {
        const client = await enterRawSocketio(server.url, bearer);
        client.raw(text);
        client.close();
      }
    });

    it('lets nobody into other namespaces', async () => {
      for (const namespace of [
        '/',
        '/admin',
        '/__proto__',
        '/constructor',
        '/support2',
        '/support/',
      ]) {
        const client = await openRawSocketio(server.url);
        const refusal = client.next(/^44/);
        const prefix = namespace === '/' ? '' : `${namespace},`;
        client.packet(`0${prefix}${JSON.stringify({ token: bearer })}`);
        expect(await refusal, namespace).to.contain('Invalid namespace');
        client.close();
      }
    });

    it('handles no event before the handshake', async () => {
      const client = await openRawSocketio(server.url);
      client.packet(
        `2/support,1["message:send",{"conversationId":"${conversationId}","message":"x"}]`,
      );
      await within(client.closed, () => 'an event before the handshake to close');
      expect(await wholeHistory(server.url, bearer, conversationId)).to.deep.equal([]);
    });

    it('refuses polling requests that are nonsense', async () => {
      const path = '/socket.io/?EIO=4&transport=polling';
      const opening = await fetch(`${server.url}${path}`);
      const { sid } = JSON.parse((await opening.text()).slice(1)) as { sid: string };
      for (const query of [`&sid=${sid}x`, '&sid=__proto__', '&transport=nothing', '&EIO=99']) {
        const { status } = await fetch(`${server.url}${path}${query}`);
        expect(status, query).to.equal(400);
      }
      const post = async (body: string): Promise<number> => {
        const { status } = await fetch(`${server.url}${path}&sid=${sid}`, { method: 'POST', body });
        return status;
      };
      expect(await post('6')).to.be.oneOf([200, 400]);
      expect(await post(`4x${'\u001e4'.repeat(100)}`)).to.be.oneOf([200, 400]);
      // Takes what is left for it, as a client would: the library waits half a minute for that.
      await (await fetch(`${server.url}${path}&sid=${sid}`)).text();
    });
  });

  describe('over ws alone', () => {
    const NO_ENVELOPES: Readonly<Record<string, string | Buffer>> = {
      'that is binary': Buffer.from('{"event":"conversation:join"}'),
      'that is empty': '',
      'that is no JSON': '{"event":',
      'that is null': 'null',
      'that is a number': '5',
      'that is a string': '"message:send"',
      'that is an array': '["message:send",{}]',
      'without an event': '{"data":{}}',
      'whose event is a number': '{"event":5}',
      'whose event is an object': '{"event":{}}',
      'whose ack is a string': '{"event":"message:send","ack":"1"}',
      'whose ack is an object': '{"event":"message:send","ack":{}}',
      'whose event is inherited': '{"__proto__":{"event":"message:send"}}',
      '20,000 levels deep': nested(20_000),
    };

    for (const [what, frame] of Object.entries(NO_ENVELOPES)) {
      it(`answers a frame ${what} with INVALID_DATA`, async () => {
        const client = await connectSupportWs(server.url, bearer);
        client.raw(frame);
        expect(await client.next('error')).to.have.all.keys('code', 'message');
        client.raw(frame);
        expect((await client.next('error')).code).to.equal('INVALID_DATA');
        expect((await client.request('conversation:join', { conversationId })).success).to.equal(
          true,
        );
        client.close();
      });
    }

    it('closes with 1008 at the tenth, and not before', async () => {
      const bad = async (client: SupportWsClient, count: number): Promise<void> => {
        for (let frame = 0; frame < count; frame += 1) {
          client.raw('x');
          await client.next('error');
        }
      };
      const nine = await connectSupportWs(server.url, bearer);
      await bad(nine, 9);
      expect((await nine.request('conversation:join', { conversationId })).success).to.equal(true);
      nine.raw('x');
      expect(await nine.closed).to.equal(1008);
    });

    it('handles nothing behind the tenth', async () => {
      const client = await connectSupportWs(server.url, bearer);
      for (let frame = 0; frame < 10; frame += 1) client.raw('x');
      client.emit('message:send', { conversationId, message: 'too late' });
      expect(await client.closed).to.equal(1008);
      expect(await wholeHistory(server.url, bearer, conversationId)).to.deep.equal([]);
    });

    it('closes past 1 MiB with 1009', async () => {
      const client = await connectSupportWs(server.url, bearer);
      client.emit('message:send', { conversationId, message: 'x'.repeat(MIB) });
      expect(await client.closed).to.equal(1009);
    });

    it('takes no more than 64 KiB from strangers', async () => {
      const client = await openSupportWs(server.url);
      client.emit('auth', { token: 'x'.repeat(64 * KIB) });
      expect((await client.next('message:error')).code).to.equal('too_large');
      expect(await client.closed).to.equal(1009);
    });

    it('refuses an auth frame of more than 64 KiB, and goes on', async () => {
      const client = await connectSupportWs(server.url, bearer);
      const ack = await client.request('auth', { token: bearer, extra: 'x'.repeat(64 * KIB) });
      expect(ack).to.include({ success: false, code: 'too_large' });
      client.close();
    });

    it('closes frames that break the protocol', async () => {
      // A reserved opcode; a frame that is not masked; text that is no UTF-8.
      const frames = [
        [0x83, 0x80, 0, 0, 0, 0],
        [0x81, 0x01, 0x78],
        [0x81, 0x81, 0, 0, 0, 0, 0xff],
      ];
      for (const bytes of frames) {
        const client = await connectSupportWs(server.url, bearer);
        const { _socket: tcp } = client.socket as unknown as { _socket: Socket };
        tcp.write(Buffer.from(bytes));
        expect(await client.closed).to.be.oneOf([1002, 1006, 1007]);
      }
    });

    it('upgrades only paths of dialects', async () => {
      for (const path of [
        '/ws',
        '/ws/',
        '/ws/__proto__',
        '/ws/constructor',
        '/ws/other',
        '/',
        '/x',
      ]) {
        expect(await supportUpgradeStatus(server.url, { path }), path).to.equal(404);
      }
    });
  });

  describe('over plain HTTP', () => {
    /** All that the server says to these bytes, until it ends the connection. */
    const say = async (text: string): Promise<string> => {
      const { hostname, port } = new URL(server.url);
      const socket = connectTcp(Number(port), hostname);
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      const ended = new Promise((resolve) => socket.once('close', resolve));
      // What is refused early may be reset before all of it was read.
      socket.on('error', () => undefined);
      socket.write(text);
      try {
        await within(ended, () => `the end of ${JSON.stringify(text.slice(0, 80))}`);
      } finally {
        socket.destroy();
      }
      return answer;
    };

    const GARBAGE: Readonly<Record<string, string>> = {
      'no HTTP': 'hello\r\n\r\n',
      'binary bytes': '\u0016\u0003\u0001\u0000\u00a5\u0001\r\n\r\n',
      'a method that there is not': 'MAKE / HTTP/1.1\r\nHost: x\r\n\r\n',
      'headers without end': `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
      'a length that is none': 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
      'two lengths': 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      'no host': 'GET / HTTP/1.1\r\n\r\n',
    };

    for (const [what, text] of Object.entries(GARBAGE)) {
      it(`answers ${what} with a 4xx`, async () => {
        expect(await say(text)).to.match(/^HTTP\/1\.1 4\d\d /);
      });
    }

    const request = (line: string, ...headers: readonly string[]): string =>
      [line, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n');

    it('answers targets that are no paths', async () => {
      for (const target of ['*', '//', '/%', '/%00', 'http://[', '//x:99999/', '/api/support/%']) {
        const answer = await say(request(`GET ${target} HTTP/1.1`));
        expect(answer, target).to.match(/^HTTP\/1\.1 4\d\d /);
      }
    });

    const upgrade = (path: string, ...headers: readonly string[]): string =>
      [`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: Upgrade', ...headers, '', ''].join('\r\n');

    it('answers upgrades that are no handshakes', async () => {
      const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
      const websocket = 'Upgrade: websocket';
      for (const text of [
        upgrade('/ws/support', websocket),
        upgrade('/ws/support', websocket, 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Version: 13'),
        upgrade('/ws/support', websocket, key, 'Sec-WebSocket-Version: 99'),
        upgrade('/nothing', websocket, key, 'Sec-WebSocket-Version: 13'),
        upgrade('//', websocket, key, 'Sec-WebSocket-Version: 13'),
        upgrade('*', websocket, key, 'Sec-WebSocket-Version: 13'),
      ]) {
        expect(await say(text), text).to.match(/^HTTP\/1\.1 4\d\d /);
      }
    });

    it('answers as if there were no upgrade to a protocol that it does not speak', async () => {
      const headers = ['Host: x', 'Connection: close, Upgrade', 'Upgrade: h2c', '', ''];
      const text = ['GET /api/support/conversation HTTP/1.1', ...headers].join('\r\n');
      expect(await say(text)).to.match(/^HTTP\/1\.1 401 /);
    });

    it('takes a whole URL as a target', async () => {
      const text = request(`GET ${server.url}/api/support/conversation HTTP/1.1`);
      expect(await say(text)).to.match(/^HTTP\/1\.1 401 /);
    });

    it('unpacks no body: one that inflates past the limit and then breaks ends nothing', async () => {
      const { Z_SYNC_FLUSH: finishFlush } = constants;
      const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
      const inflated = Buffer.alloc(120 * KIB, ' ');
      const bomb = [header, deflateRawSync(inflated, { finishFlush }), Buffer.alloc(50, 0xff)];
      for (const body of [Buffer.concat(bomb), gzipSync('{}'), 'xx']) {
        const response = await fetch(`${server.url}/api/support/conversation`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
          body,
        });
        expect(response.status).to.equal(405);
        await response.text();
      }
    });

    it('survives clients that reset an upgrade to nowhere', async () => {
      const { hostname, port } = new URL(server.url);
      const text = upgrade('/nothing', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13');
      for (let attempt = 0; attempt < 300; attempt += 1) {
        const socket = connectTcp(Number(port), hostname);
        const gone = new Promise((resolve) => socket.once('close', resolve));
        socket.on('error', () => undefined);
        socket.write(text, () => socket.resetAndDestroy());
        await gone;
      }
      expect(await say(request('GET / HTTP/1.1'))).to.match(/^HTTP\/1\.1 404 /);
    });

    it('survives clients that vanish in the middle', async () => {
      const { hostname, port } = new URL(server.url);
      const beginnings = [
        'GET /api/sup',
        'POST /api/support/conversation HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"a":',
        [
          'GET /ws/support HTTP/1.1',
          'Host: x',
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          'Sec-WebSocket-Version: 13',
          `Authorization: Bearer ${bearer}`,
          '',
          '',
        ].join('\r\n'),
      ];
      for (const beginning of [...beginnings, ...beginnings, ...beginnings]) {
        const socket = connectTcp(Number(port), hostname);
        await once(socket, 'connect');
        const closed = once(socket, 'close');
        socket.write(beginning, () => socket.resetAndDestroy());
        await closed;
      }
    });

    it('answers nonsense in paths, queries and bodies of REST', async () => {
      const id = await conversationOf(server.url, bearer);
      for (const query of ['?page=0', '?page=-1', '?limit=0', '?limit=-1', '?page[$ne]=1&page=x']) {
        expect((await rest(server.url, historyPath(id, query), bearer)).status).to.equal(400);
      }
      for (const query of ['?page=1e9', '?limit=1e9', '?constructor=1', '?__proto__[page]=0']) {
        expect((await rest(server.url, historyPath(id, query), bearer)).status).to.equal(200);
      }
      const headers = { 'content-type': 'application/json' };
      for (const body of ['{', nested(20_000), '{"__proto__":{"page":0}}', 'null', '5']) {
        const options = { method: 'POST', headers, body };
        const { status } = await rest(server.url, '/api/support/conversation', bearer, options);
        expect(status).to.be.oneOf([400, 405]);
      }
    });
  });
});
