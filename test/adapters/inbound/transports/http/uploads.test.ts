import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import {
  ClientGone,
  type HttpReply,
  type HttpRequest,
} from '../../../../../src/adapters/inbound/gateway/transport.js';
import {
  type BareRoute,
  bugs,
  type HttpServer,
  serveRoutes,
} from '../../../../support/http-server.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';
import { settled } from '../../../../support/settled.js';
import { until } from '../../../../support/until.js';

const MIB = 1024 * 1024;

const route = (path: string, take: (request: HttpRequest) => Promise<HttpReply>): BareRoute => ({
  method: 'POST',
  path: `/probe/${path}`,
  access: 'anyone',
  body: 'stream',
  handle: (_caller, request) => take(request),
});

const sha = (...chunks: readonly Uint8Array[]): string => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

describe('bodies of routes that take a stream', () => {
  let server: HttpServer;
  /** How the reading of an upload ended. */
  let endings: unknown[];
  let gate: PromiseWithResolvers<void>;

  const hashed = route('hash', async ({ content }) => {
    const hash = createHash('sha256');
    for await (const chunk of content) hash.update(chunk);
    return { status: 200, body: hash.digest('hex') };
  });

  const limited = route('limited', async ({ content }) => {
    let size = 0;
    for await (const chunk of content) {
      size += chunk.length;
      if (size > MIB) return { status: 413, body: 'too large' };
    }
    return { status: 200, body: size };
  });

  const unread = route('unread', () => Promise.resolve({ status: 409, body: 'unread' }));

  const slow = route('slow', async ({ content }) => {
    let size = 0;
    for await (const chunk of content) {
      size += chunk.length;
      await gate.promise;
    }
    return { status: 200, body: size };
  });

  const watched = route('watched', async ({ content }) => {
    try {
      for await (const chunk of content) endings.push(chunk.length);
      endings.push('whole');
      return { status: 200 };
    } catch (error) {
      endings.push(error);
      throw error;
    }
  });

  before(async () => {
    server = await serveRoutes([hashed, limited, unread, slow, watched]);
  });
  after(() => server.stop());
  beforeEach(() => {
    endings = [];
    gate = Promise.withResolvers();
  });
  afterEach(() => expect(bugs(server)).to.deep.equal([]));

  const post = (path: string, body: Uint8Array | string, type = ''): Promise<Response> =>
    fetch(`${server.url}/probe/${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...(type === 'gzip' ? { 'content-encoding': type } : {}) },
      body,
    });

  it('arrive as they were sent, whatever their type and size', async () => {
    const large = randomBytes(20 * MIB);
    const zipped = gzipSync('{}');
    for (const [type, bytes] of [
      ['application/octet-stream', large],
      ['application/json', Buffer.from('{"a": 1,}')],
      ['text/plain', Buffer.from([0, 255, 10])],
      ['gzip', zipped],
      ['', Buffer.alloc(0)],
    ] as const) {
      const response = await post('hash', bytes, type);
      expect([response.status, await response.json()], type).to.deep.equal([200, sha(bytes)]);
    }
  });

  it('wait for whoever reads them', async () => {
    const client = await openTcp(server.url);
    const size = 64 * MIB;
    client.socket.write(head('POST /probe/slow', `Content-Length: ${size}`, 'Connection: close'));
    client.socket.write(Buffer.alloc(size));
    const left = (): number => client.socket.writableLength;
    expect(await settled(left)).to.be.greaterThan(0);
    const written = client.socket.bytesWritten - (await settled(left));
    expect(written).to.be.lessThan(32 * MIB);
    gate.resolve();
    expect(await client.closed).to.match(new RegExp(`${size}$`));
  });

  it('end with an error when the client goes away', async () => {
    for (const headers of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
      endings = [];
      const client = await openTcp(server.url);
      client.socket.write(`${head('POST /probe/watched', headers)}5\r\nhello\r\n`);
      await until(() => endings.length === 1);
      client.socket.resetAndDestroy();
      await until(() => endings.length === 2);
      expect(endings[1], headers).to.be.instanceOf(ClientGone);
    }
  });

  it('end with an error when their chunks are broken', async () => {
    const client = await openTcp(server.url);
    client.socket.write(
      `${head('POST /probe/watched', 'Transfer-Encoding: chunked')}5\r\nhello\r\nx\r\n`,
    );
    expect(await client.closed).to.match(/^HTTP\/1\.1 400 /);
    await until(() => endings.length === 2);
    expect(endings[1]).to.be.instanceOf(ClientGone);
  });

  it('may be left off: the answer is heard at once, and the connection serves on', async () => {
    for (const [path, status] of [
      ['limited', 413],
      ['unread', 409],
      ['nothing', 404],
    ] as const) {
      const client = await openTcp(server.url);
      client.socket.write(head(`POST /probe/${path}`, `Content-Length: ${10 * MIB}`));
      client.socket.write(Buffer.alloc(2 * MIB));
      await client.heard(new RegExp(`^HTTP/1\\.1 ${status} [^]*["}]$`));
      client.socket.write(Buffer.alloc(8 * MIB));
      client.socket.write(`${head('POST /probe/hash', 'Content-Length: 2')}hi`);
      await client.heard(new RegExp(`${sha(Buffer.from('hi'))}"$`));
      client.socket.destroy();
    }
  });

  it('may be left off: a client that writes all before it reads hears the answer', async () => {
    for (const path of ['limited', 'unread']) {
      const client = await openTcp(server.url);
      client.socket.pause();
      const length = `Content-Length: ${10 * MIB}`;
      client.socket.write(head(`POST /probe/${path}`, length, 'Connection: close'));
      await new Promise((resolve) => client.socket.write(Buffer.alloc(10 * MIB), resolve));
      client.socket.resume();
      expect(await client.closed, path).to.match(/^HTTP\/1\.1 4(13|09) [^]*"$/);
    }
  });

  it('may be left off: what is not sent in time is not waited for', async () => {
    const impatient = await serveRoutes([limited, unread], { patience: 50 });
    for (const path of ['limited', 'unread', 'nothing']) {
      const client = await openTcp(impatient.url);
      client.socket.write(head(`POST /probe/${path}`, `Content-Length: ${10 * MIB}`));
      client.socket.write(Buffer.alloc(2 * MIB));
      expect(await client.closed, path).to.match(/^HTTP\/1\.1 4(13|09|04) [^]*["}]$/);
    }
    expect(bugs(impatient)).to.deep.equal([]);
    await impatient.stop();
  });

  it('end with the time for a request, however slowly they come', async () => {
    const strict = await serveRoutes([watched], {
      server: { requestTimeout: 100, headersTimeout: 100, connectionsCheckingInterval: 20 },
    });
    const client = await openTcp(strict.url);
    client.socket.write(`${head('POST /probe/watched', 'Content-Length: 100')}hello`);
    await until(() => endings.length === 2);
    expect(endings[1]).to.be.instanceOf(ClientGone);
    expect(await client.closed).to.match(/^HTTP\/1\.1 408 /);
    expect(bugs(strict)).to.deep.equal([]);
    await strict.stop();
  });
});
