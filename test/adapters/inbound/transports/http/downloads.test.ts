import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ClientGone, type Content } from '../../../../../src/adapters/inbound/gateway/transport.js';
import {
  type BareRoute,
  bugs,
  type HttpServer,
  serveRoutes,
} from '../../../../support/http-server.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';
import { settled } from '../../../../support/settled.js';
import { until } from '../../../../support/until.js';

const KIB = 1024;
const CHUNK = Buffer.alloc(64 * KIB, 'x');

/** Bytes that tell what is done with them. */
class Source implements AsyncIterable<Uint8Array> {
  taken = 0;
  returned = 0;

  constructor(
    private readonly give: (index: number) => Promise<Uint8Array | null>,
    private readonly letGo = (): Promise<void> => Promise.resolve(),
  ) {}

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: async () => {
        const value = await this.give(this.taken);
        if (value === null) return { done: true, value: undefined };
        this.taken += 1;
        return { done: false, value };
      },
      return: async () => {
        this.returned += 1;
        await this.letGo();
        return { done: true, value: undefined };
      },
    };
  }
}

const give = <A extends Uint8Array | null>(value: A): Promise<A> => Promise.resolve(value);
const chunks = (count: number): Source => new Source((index) => give(index < count ? CHUNK : null));
const endless = (): Source => new Source(() => give(CHUNK));

describe('answers that are streams', () => {
  let server: HttpServer;
  /** Made for each request: a file that fails before anybody has it would end the process. */
  let content: () => Content;

  const download: BareRoute = {
    method: 'GET',
    path: '/probe/file',
    access: 'anyone',
    body: 'none',
    handle: () =>
      Promise.resolve({
        status: 200,
        headers: { 'content-disposition': 'attachment; filename="x"' },
        content: content(),
      }),
  };

  beforeEach(async () => {
    server = await serveRoutes([download]);
  });
  afterEach(() => server.stop());

  const ask = (method = 'GET'): Promise<Response> => fetch(`${server.url}/probe/file`, { method });

  const openDownload = async () => {
    const client = await openTcp(server.url);
    client.socket.write(head('GET /probe/file'));
    return client;
  };

  it('arrive whole, with their type, and their length if it is known', async () => {
    for (const length of [undefined, 100 * CHUNK.length]) {
      const bytes = chunks(100);
      content = () => ({ type: 'image/png', bytes, ...(length === undefined ? {} : { length }) });
      const response = await ask();
      expect(response.status).to.equal(200);
      expect(response.headers.get('content-type')).to.equal('image/png');
      expect(response.headers.get('content-disposition')).to.equal('attachment; filename="x"');
      expect(response.headers.get('content-length')).to.equal(length?.toString() ?? null);
      expect((await response.arrayBuffer()).byteLength).to.equal(100 * CHUNK.length);
    }
    expect(bugs(server)).to.deep.equal([]);
  });

  it('may be empty, and may be a file', async () => {
    content = () => ({ type: 'text/plain', bytes: chunks(0), length: 0 });
    expect(await (await ask()).text()).to.equal('');
    content = () => ({
      type: 'text/plain',
      bytes: createReadStream(fileURLToPath(import.meta.url)),
    });
    expect(await (await ask()).text()).to.contain('may be a file');
    expect(bugs(server)).to.deep.equal([]);
  });

  it('leave the connection to the next request', async () => {
    content = () => ({ type: 'text/plain', bytes: chunks(1) });
    const client = await openDownload();
    client.socket.write(head('GET /probe/file') + head('GET /probe/nothing', 'Connection: close'));
    const answers = (await client.closed).match(/HTTP\/1\.1 \d+/g);
    expect(answers).to.deep.equal(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 404']);
  });

  it('are read no faster than the client takes them', async () => {
    const bytes = endless();
    content = () => ({ type: 'text/plain', bytes });
    const { socket, heard } = await openDownload();
    await heard(/200 OK/);
    socket.pause();
    const taken = await settled(() => bytes.taken);
    expect(taken * CHUNK.length).to.be.lessThan(32 * KIB * KIB);
    socket.resume();
    await until(() => bytes.taken > taken);
    socket.destroy();
    await until(() => bytes.returned === 1);
    expect(bugs(server)).to.deep.equal([]);
  });

  it('are let go of when the client goes away, though nothing comes', async () => {
    const bytes = new Source((index) =>
      index === 0 ? give(CHUNK) : Promise.withResolvers<null>().promise,
    );
    content = () => ({ type: 'text/plain', bytes });
    const { socket, heard } = await openDownload();
    await heard(/200 OK/);
    socket.resetAndDestroy();
    await until(() => bytes.returned === 1);
    const file = new Readable({ read: () => undefined });
    content = () => ({ type: 'text/plain', bytes: file });
    const { socket: another } = await openDownload();
    await until(() => file.listenerCount('data') > 0);
    another.destroy();
    await until(() => file.destroyed);
    expect(bugs(server)).to.deep.equal([]);
  });

  it('are let go of without an error: that the client goes is none', async () => {
    const seen: string[] = [];
    async function* bytes(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await give(CHUNK);
      } catch {
        seen.push('an error');
      } finally {
        seen.push('the end');
      }
    }
    content = () => ({ type: 'text/plain', bytes: bytes() });
    const { socket, heard } = await openDownload();
    await heard(/200 OK/);
    socket.destroy();
    await until(() => seen.includes('the end'));
    expect(seen).to.deep.equal(['the end']);
  });

  it('are let go of when the client had gone before', async () => {
    const gate = Promise.withResolvers<null>();
    const bytes = endless();
    const late = await serveRoutes([
      {
        ...download,
        access: 'anyone',
        handle: async () => {
          await gate.promise;
          return { status: 200, content: { type: 'text/plain', bytes } };
        },
      },
    ]);
    const { socket, closed } = await openTcp(late.url);
    socket.write(head('GET /probe/file'), () => socket.resetAndDestroy());
    await closed;
    gate.resolve(null);
    await until(() => late.logger.entries.length > 0);
    await until(() => bytes.returned === 1);
    expect(bugs(late)).to.deep.equal([]);
    await late.stop();
  });

  it('are let go of when it is known by then that the client has gone', async () => {
    const file = createReadStream(fileURLToPath(import.meta.url));
    const late = await serveRoutes([
      {
        ...download,
        method: 'POST',
        access: 'anyone',
        body: 'stream',
        handle: async (_caller, { content: body }) => {
          try {
            for await (const _ of body) socket.resetAndDestroy();
          } catch (error) {
            expect(error).to.be.instanceOf(ClientGone);
          }
          return { status: 200, content: { type: 'text/plain', bytes: file } };
        },
      },
    ]);
    const { socket } = await openTcp(late.url);
    socket.write(`${head('POST /probe/file', 'Content-Length: 9')}a`);
    await until(() => file.closed);
    await late.stop();
  });

  it('may fail to be let go of', async () => {
    const bytes = new Source(
      () => give(CHUNK),
      () => Promise.reject(new Error('the disk')),
    );
    content = () => ({ type: 'text/plain', bytes });
    const { socket, heard } = await openDownload();
    await heard(/200 OK/);
    socket.destroy();
    await until(() => bytes.returned === 1);
    expect((await ask('HEAD')).status).to.equal(200);
    await until(() => bytes.returned === 2);
    content = () => ({ type: 'text/plain', bytes: createReadStream('/nothing/here') });
    expect((await ask('HEAD')).status).to.equal(200);
    expect(bugs(server)).to.deep.equal([]);
  });

  const BROKEN: Readonly<Record<string, () => Omit<Content, 'type'>>> = {
    'that fail': () => ({
      bytes: new Source((index) =>
        index < 3 ? give(CHUNK) : Promise.reject(new Error('the disk')),
      ),
    }),
    'that fail, of a known length': () => ({
      bytes: new Source((index) =>
        index < 3 ? give(CHUNK) : Promise.reject(new Error('the disk')),
      ),
      length: 4 * CHUNK.length,
    }),
    'that fail at once': () => ({ bytes: new Source(() => Promise.reject(new Error('the disk'))) }),
    'of a file that is not there': () => ({ bytes: createReadStream('/nothing/here') }),
    'that are shorter than was said': () => ({ bytes: chunks(3), length: 4 * CHUNK.length }),
    'that are longer than was said': () => ({ bytes: chunks(4), length: 3 * CHUNK.length }),
  };

  for (const [what, broken] of Object.entries(BROKEN)) {
    it(`${what} break the connection, and are logged`, async () => {
      content = () => ({ type: 'text/plain', ...broken() });
      const outcome = await ask()
        .then((response) => response.arrayBuffer())
        .then(
          ({ byteLength }) => `${byteLength} bytes`,
          () => 'broken',
        );
      expect(outcome).to.equal('broken');
      const isBug = ({ level }: { level: string }): boolean => level === 'error';
      await until(() => server.logger.entries.some(({ message }) => message === 'request'));
      const [bug, ...others] = server.logger.entries.filter(isBug);
      expect(bug?.message).to.equal('an answer broke off');
      expect(bug?.fields['correlationId']).to.be.a('string');
      expect(bug?.fields['error']).to.be.instanceOf(Error);
      expect(others).to.deep.equal([]);
    });
  }

  it('answer HEAD without being read', async () => {
    const bytes = endless();
    content = () => ({ type: 'image/png', bytes, length: 5 });
    const response = await ask('HEAD');
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('image/png');
    expect(response.headers.get('content-length')).to.equal('5');
    expect(bytes.taken).to.equal(0);
    expect(bytes.returned).to.equal(1);
    const file = createReadStream(fileURLToPath(import.meta.url));
    content = () => ({ type: 'text/plain', bytes: file });
    expect(await (await ask('HEAD')).text()).to.equal('');
    await until(() => file.closed);
    expect(bugs(server)).to.deep.equal([]);
  });
});
