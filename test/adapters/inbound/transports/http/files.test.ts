import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { ServedFile } from '../../../../../src/adapters/inbound/transports/http/file-endpoint.js';
import { bugs, type HttpServer, serveRoutes } from '../../../../support/http-server.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';
import { until } from '../../../../support/until.js';

const DIGEST = 'a'.repeat(64);
const TAG = `"${DIGEST}"`;
const DIGITS = Buffer.from('0123456789');

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const size = 65_536;
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

/** Of this connection and this request alone. */
const PASSING: ReadonlySet<string> = new Set(['connection', 'date', 'keep-alive', 'x-request-id']);

const told = ({ headers }: Response): unknown =>
  Object.fromEntries([...headers].filter(([name]) => !PASSING.has(name)));

describe('files that came with messages', () => {
  let server: HttpServer;
  let asked: string[];
  /** The places that were read. */
  let read: (readonly [number, number])[];
  let file: ServedFile;
  let isDown: boolean;

  const fileOf = (bytes: Uint8Array, said: Partial<ServedFile> = {}): ServedFile => ({
    name: 'one.png',
    type: 'image/png',
    originalName: 'screenshot.png',
    size: bytes.length,
    digest: DIGEST,
    read: (first, last) => {
      read.push([first, last]);
      return piecesOf(bytes.subarray(first, last + 1));
    },
    ...said,
  });

  before(async () => {
    server = await serveRoutes([], {
      fetchFile: (name) => () => {
        asked.push(name);
        if (isDown) return Promise.resolve(left({ kind: 'Unavailable' }));
        return Promise.resolve(name === 'one.png' ? right(file) : left({ kind: 'NotFound' }));
      },
    });
  });
  after(() => server.stop());
  beforeEach(() => {
    asked = [];
    read = [];
    isDown = false;
    file = fileOf(DIGITS);
    server.logger.entries.length = 0;
  });

  const ask = (headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    fetch(`${server.url}/uploads/chat/one.png`, { method, headers });

  it('are served whole, and as nothing that a browser would run', async () => {
    const response = await ask();
    expect([response.status, await response.text()]).to.deep.equal([200, '0123456789']);
    expect(told(response)).to.deep.equal({
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-disposition': 'inline; filename="screenshot.png"',
      'content-length': '10',
      'content-security-policy':
        "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'content-type': 'image/png',
      'cross-origin-resource-policy': 'cross-origin',
      etag: TAG,
      'referrer-policy': 'no-referrer',
      vary: 'Origin',
      'x-content-type-options': 'nosniff',
    });
    expect(read).to.deep.equal([[0, 9]]);
    expect(bugs(server)).to.deep.equal([]);
  });

  it('may be large, and may be empty', async () => {
    const bytes = randomBytes(10 * 1024 * 1024);
    file = fileOf(bytes);
    expect(bytes.equals(Buffer.from(await (await ask()).arrayBuffer()))).to.equal(true);
    read = [];
    file = fileOf(Buffer.of());
    for (const range of [{}, { range: 'bytes=0-' }, { range: 'bytes=-1' }]) {
      const response = await ask(range);
      expect([response.status, await response.text()]).to.deep.equal([200, '']);
      expect(response.headers.get('content-length')).to.equal('0');
    }
    expect(read).to.deep.equal([]);
    expect(bugs(server)).to.deep.equal([]);
  });

  it('are shown only where they are plain pictures', async () => {
    for (const [type, shown] of [
      ['image/png', 'inline'],
      ['image/jpeg', 'inline'],
      ['image/gif', 'inline'],
      ['image/webp', 'inline'],
      ['image/svg+xml', 'attachment'],
      ['text/html', 'attachment'],
      ['text/plain', 'attachment'],
      ['application/pdf', 'attachment'],
    ] as const) {
      file = fileOf(DIGITS, { type });
      const { headers } = await ask();
      expect(headers.get('content-type')).to.equal(type);
      expect(headers.get('content-disposition'), type).to.equal(
        `${shown}; filename="screenshot.png"`,
      );
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.match(/^sandbox; default-src 'none'/);
    }
  });

  it('keep their names, which break nothing', async () => {
    for (const [name, written] of [
      ['a b.png', '"a b.png"'],
      ['say "hi".png', String.raw`"say \"hi\".png"`],
      ['..\\a.png', '"a.png"'],
      ['größe 図.png', `"gr__e _.png"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%E5%9B%B3.png`],
      ['50%41.png', `"50%41.png"; filename*=UTF-8''50%2541.png`],
      ['a\r\nSet-Cookie: b=c\0.png', '"a  Set-Cookie: b=c .png"'],
      ['../../etc/passwd', '"passwd"'],
      ['\u202egnp.exe', `"_gnp.exe.png"; filename*=UTF-8''%E2%80%AEgnp.exe.png`],
      ['half \ud83d.png', `"half _.png"; filename*=UTF-8''half%20%EF%BF%BD.png`],
      ['n'.repeat(300), `"${'n'.repeat(300)}"`],
      ['図'.repeat(300), `"${'_'.repeat(300)}"; filename*=UTF-8''${'%E5%9B%B3'.repeat(300)}`],
    ] as const) {
      file = fileOf(DIGITS, { originalName: name });
      const response = await ask();
      expect([response.status, await response.text()]).to.deep.equal([200, '0123456789']);
      const disposition = response.headers.get('content-disposition');
      expect(disposition).to.equal(`inline; filename=${written}`);
      expect(response.headers.getSetCookie()).to.deep.equal([]);
    }
    expect(bugs(server)).to.deep.equal([]);
  });

  it('answer HEAD like GET, unread, and whole', async () => {
    const plain = await ask();
    for (const headers of [{}, { range: 'bytes=2-4' }]) {
      read = [];
      const response = await ask(headers, 'HEAD');
      expect([response.status, await response.text()]).to.deep.equal([200, '']);
      expect(told(response)).to.deep.equal(told(plain));
      expect(read).to.deep.equal([]);
    }
    expect((await ask({ 'if-none-match': TAG }, 'HEAD')).status).to.equal(304);
    expect(bugs(server)).to.deep.equal([]);
  });

  it('are not sent again to who has them', async () => {
    for (const tags of [TAG, `W/${TAG}`, `"other", ${TAG}`, '*']) {
      const response = await ask({ 'if-none-match': tags, range: 'bytes=0-1' });
      expect([response.status, await response.text()], tags).to.deep.equal([304, '']);
      expect(response.headers.get('etag')).to.equal(TAG);
      expect(response.headers.get('cache-control')).to.match(/immutable/);
      expect(response.headers.get('content-type')).to.equal(null);
    }
    for (const tags of ['"other"', DIGEST, '', '"', `"${DIGEST.toUpperCase()}"`]) {
      expect((await ask({ 'if-none-match': tags })).status, tags).to.equal(200);
    }
  });

  describe('in parts', () => {
    for (const [range, place, part] of [
      ['bytes=0-0', '0-0', '0'],
      ['bytes=2-4', '2-4', '234'],
      ['bytes=7-', '7-9', '789'],
      ['bytes=-3', '7-9', '789'],
      ['bytes=8-99999999999999999999', '8-9', '89'],
      ['BYTES= 2 - 4 ', '2-4', '234'],
      ['bytes=0-9', '0-9', '0123456789'],
    ] as const) {
      it(range, async () => {
        const response = await ask({ range });
        expect([response.status, await response.text()]).to.deep.equal([206, part]);
        expect(response.headers.get('content-range')).to.equal(`bytes ${place}/10`);
        expect(response.headers.get('content-length')).to.equal(`${part.length}`);
        expect(response.headers.get('content-type')).to.equal('image/png');
        expect(response.headers.get('etag')).to.equal(TAG);
        const [first, last] = place.split('-').map(Number);
        expect(read).to.deep.equal([[first, last]]);
      });
    }

    for (const range of [
      ...['', 'bytes', 'bytes=', 'bytes=-', 'bytes=a-b', 'bytes=1', 'bytes=5-3', 'bytes=--3'],
      ...['bytes=1-2-3', 'bytes=0x1-5', 'bytes=1.5-3', 'lines=0-1', 'lines=99-', 'bytes=-1000'],
      ...[
        'bytes=0-1,4-5',
        'bytes=0-0,-1',
        'bytes=0-1,99-',
        'bytes=10-,-1000',
        `bytes=${'0-,'.repeat(2_000)}0-`,
      ],
    ]) {
      it(`the whole for ${range.slice(0, 20)}`, async () => {
        const response = await ask({ range });
        expect([response.status, await response.text()]).to.deep.equal([200, '0123456789']);
        expect(response.headers.get('content-range')).to.equal(null);
      });
    }

    for (const range of ['bytes=10-', 'bytes=10-20', 'bytes=-0', 'bytes=99999999999999999999-']) {
      it(`none for ${range}`, async () => {
        for (const several of [range, `${range}, 20-30`]) {
          const response = await ask({ range: several });
          expect(response.status).to.equal(416);
          expect(response.headers.get('content-range')).to.equal('bytes */10');
          expect(response.headers.get('cache-control')).to.equal('no-store');
          expect(await response.json()).to.deep.equal({
            success: false,
            message: 'Range not satisfiable',
          });
        }
        expect(read).to.deep.equal([]);
      });
    }

    it('only to who has the rest of the same', async () => {
      for (const [tag, status] of [
        [TAG, 206],
        [`W/${TAG}`, 200],
        ['"other"', 200],
        ['Sat, 28 Nov 2026 00:00:00 GMT', 200],
      ] as const) {
        expect((await ask({ range: 'bytes=0-1', 'if-range': tag })).status, tag).to.equal(status);
        const past = await ask({ range: 'bytes=10-', 'if-range': tag });
        expect(past.status, tag).to.equal(status === 206 ? 416 : 200);
      }
    });
  });

  const NOT_FOUND = '{"success":false,"message":"File not found"}';

  it('that are not there are not found', async () => {
    const response = await fetch(`${server.url}/uploads/chat/two.png`);
    expect([response.status, await response.text()]).to.deep.equal([404, NOT_FOUND]);
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(asked).to.deep.equal(['two.png']);
  });

  it('are not found by tricks, and no store is asked for them', async () => {
    const answer = async (path: string): Promise<string> => {
      const client = await openTcp(server.url);
      client.socket.write(head(`GET ${path}`, 'Connection: close'));
      return client.closed;
    };
    for (const name of [
      ...['..%2fone.png', '%2e%2e%2fone.png', '..%5cone.png', 'a%2fone.png', '%2fetc%2fpasswd'],
      ...['one.png%00', '%00', '.', '..', 'one.png.', '.one', '%ff', '%', '%2', 'one.png%20'],
      ...['one.png%0d%0aX:%20y', 'CON:', 'x'.repeat(10_000), '%F0%9F%92%A9.png', 'a%252fb'],
    ]) {
      const text = await answer(`/uploads/chat/${name}`);
      expect(text, name).to.match(/^HTTP\/1\.1 404 /);
      expect(text.endsWith(NOT_FOUND), name).to.equal(true);
    }
    for (const path of [
      '/uploads/chat/../chat/one.png',
      '/uploads/chat//one.png',
      '/uploads/chat/',
    ]) {
      expect(await answer(path), path).to.match(/^HTTP\/1\.1 404 /);
    }
    expect(asked).to.deep.equal([]);
    expect(bugs(server)).to.deep.equal([]);
  });

  it('are there for GET and HEAD alone', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await ask({}, method);
      expect(response.status, method).to.equal(405);
      expect(response.headers.get('allow')).to.equal('HEAD, GET');
      expect(await response.json()).to.deep.equal({
        success: false,
        message: 'Method not allowed',
      });
    }
    expect(asked).to.deep.equal([]);
  });

  it('may be read by pages of other origins', async () => {
    const { headers } = await ask({ origin: 'https://shop.example' });
    expect(headers.get('access-control-allow-origin')).to.equal('https://shop.example');
    const exposed = headers.get('access-control-expose-headers');
    expect(exposed).to.match(/Content-Disposition/);
    expect(exposed).to.match(/Content-Range/);
  });

  it('are told to be away while their store is', async () => {
    isDown = true;
    const response = await ask();
    expect(response.status).to.equal(503);
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(await response.json()).to.deep.equal({
      success: false,
      message: 'Service unavailable, please try again',
    });
  });

  it('break off where they cannot be read to the end', async () => {
    for (const ending of [() => undefined, () => Promise.reject(new Error('the disk'))]) {
      server.logger.entries.length = 0;
      file = fileOf(DIGITS, {
        read: async function* () {
          yield DIGITS.subarray(0, 5);
          await ending();
        },
      });
      const outcome = await ask()
        .then((response) => response.text())
        .catch(() => 'broken');
      expect(outcome).to.equal('broken');
      await until(() => bugs(server).length > 0);
      expect(bugs(server)).to.deep.equal(['an answer broke off']);
    }
  });

  it('go under their names into no log', async () => {
    await ask();
    await until(() => server.logger.entries.some(({ message }) => message === 'request'));
    const logged = JSON.stringify(server.logger.entries);
    expect(logged).to.contain('/uploads/chat/:filename');
    expect(logged).to.not.contain('one.png');
    expect(logged).to.not.contain('screenshot');
  });
});
