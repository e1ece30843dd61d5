import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { within } from '../support/deadline.js';
import { conversationOf, historyPath, rest } from '../support/rest-client.js';
import { KIB, nested } from './sizes.js';
import { serveThroughout } from './serve-throughout.js';

describe('bad input over plain HTTP', () => {
  let url: string;
  let bearer: string;
  serveThroughout((now) => {
    ({ url, bearer } = now);
  });

  /** All that the server says to these bytes, until it ends the connection. */
  const say = async (text: string): Promise<string> => {
    const { hostname, port } = new URL(url);
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
    const text = request(`GET ${url}/api/support/conversation HTTP/1.1`);
    expect(await say(text)).to.match(/^HTTP\/1\.1 401 /);
  });

  it('unpacks no body: one that inflates past the limit and then breaks ends nothing', async () => {
    const { Z_SYNC_FLUSH: finishFlush } = constants;
    const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    const inflated = Buffer.alloc(120 * KIB, ' ');
    const bomb = [header, deflateRawSync(inflated, { finishFlush }), Buffer.alloc(50, 0xff)];
    for (const body of [Buffer.concat(bomb), gzipSync('{}'), 'xx']) {
      const response = await fetch(`${url}/api/support/conversation`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body,
      });
      expect(response.status).to.equal(405);
      await response.text();
    }
  });

  it('survives clients that reset an upgrade to nowhere', async () => {
    const { hostname, port } = new URL(url);
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
    const { hostname, port } = new URL(url);
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
    const id = await conversationOf(url, bearer);
    for (const query of ['?page=0', '?page=-1', '?limit=0', '?limit=-1', '?page[$ne]=1&page=x']) {
      expect((await rest(url, historyPath(id, query), bearer)).status).to.equal(400);
    }
    for (const query of ['?page=1e9', '?limit=1e9', '?constructor=1', '?__proto__[page]=0']) {
      expect((await rest(url, historyPath(id, query), bearer)).status).to.equal(200);
    }
    const headers = { 'content-type': 'application/json' };
    for (const body of ['{', nested(20_000), '{"__proto__":{"page":0}}', 'null', '5']) {
      const options = { method: 'POST', headers, body };
      const { status } = await rest(url, '/api/support/conversation', bearer, options);
      expect(status).to.be.oneOf([400, 405]);
    }
  });
});
