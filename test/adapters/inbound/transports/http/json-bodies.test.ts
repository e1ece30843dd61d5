import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { bugs, type HttpServer, serveRoutes } from '../../../../support/http-server.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';
import { until } from '../../../../support/until.js';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const FORM = new URLSearchParams({ message: 'hello' });
const MULTIPART = new FormData();
MULTIPART.set('message', 'hello');

describe('bodies of routes that take JSON', () => {
  let server: HttpServer;

  before(async () => {
    server = await serveRoutes([
      {
        method: 'POST',
        path: '/probe/json',
        access: 'anyone',
        body: 'json',
        handle: (_caller, { body }) => Promise.resolve({ status: 200, body: { got: body } }),
      },
      {
        method: 'POST',
        path: '/probe/none',
        access: 'anyone',
        body: 'none',
        handle: (_caller, { body }) => Promise.resolve({ status: 200, body: { got: body } }),
      },
    ]);
  });
  after(() => server.stop());
  afterEach(() => expect(bugs(server)).to.deep.equal([]));

  const post = async (
    body: RequestInit['body'],
    headers: Record<string, string> = { 'content-type': 'application/json' },
    path = '/probe/json',
  ): Promise<[status: number, answer: unknown]> => {
    const init = { method: 'POST', headers, body: body ?? null, duplex: 'half' } as const;
    const response = await fetch(`${server.url}${path}`, init);
    return [response.status, await response.json()];
  };

  it('are handed on decoded', async () => {
    for (const [text, value] of [
      ['{"a":[1,null,"\\u00fc"]}', { a: [1, null, 'ü'] }],
      ['[]', []],
      ['null', null],
      ['"x"', 'x'],
      ['0', 0],
    ] as const) {
      expect(await post(text), text).to.deep.equal([200, { got: value }]);
    }
    for (const type of ['application/json; charset=utf-8', 'application/vnd.api+json']) {
      expect(await post('{}', { 'content-type': type }), type).to.deep.equal([200, { got: {} }]);
    }
  });

  it('may be empty, whatever type they are said to have', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data']) {
      expect(await post('', { 'content-type': type }), type).to.deep.equal([200, { got: {} }]);
    }
    expect(await post(null, {})).to.deep.equal([200, { got: {} }]);
    for (const headers of [
      [],
      ['Content-Length: 0'],
      ['Transfer-Encoding: chunked'],
      ['Transfer-Encoding: chunked', 'Content-Type: application/json'],
    ]) {
      const client = await openTcp(server.url);
      const body = headers[0]?.startsWith('Transfer') === true ? '0\r\n\r\n' : '';
      client.socket.write(head('POST /probe/json', 'Connection: close', ...headers) + body);
      expect(await client.closed, headers.join()).to.match(/^HTTP\/1\.1 200 [^]*\{"got":\{\}\}$/);
    }
  });

  it('are refused when they are of another type', async () => {
    const unsupported = [415, { wrong: 'unsupported' }];
    expect(await post(MULTIPART, {})).to.deep.equal(unsupported);
    expect(await post(FORM, {})).to.deep.equal(unsupported);
    expect(await post('{}', {})).to.deep.equal(unsupported);
    expect(await post(Buffer.from('{}'), {})).to.deep.equal(unsupported);
    for (const type of ['text/plain', 'application/xml', 'json', '', 'application/jsonp']) {
      expect(await post('{}', { 'content-type': type }), type).to.deep.equal(unsupported);
    }
  });

  it('are refused when they are compressed', async () => {
    for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, identity', 'x']) {
      const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
      const outcome = await post(gzipSync('{}'), headers);
      expect(outcome, encoding).to.deep.equal([415, { wrong: 'unsupported' }]);
    }
    // One that inflates past any limit and then breaks, whoever has let go of it by then.
    const { Z_SYNC_FLUSH: finishFlush } = constants;
    const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    const blocks = deflateRawSync(Buffer.alloc(120 * 1024, ' '), { finishFlush });
    const bomb = Buffer.concat([header, blocks, Buffer.alloc(50, 0xff)]);
    const gzipped = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect(await post(bomb, gzipped)).to.deep.equal([415, { wrong: 'unsupported' }]);
    const headers = { 'content-type': 'application/json', 'content-encoding': 'identity' };
    expect(await post('{}', headers)).to.deep.equal([200, { got: {} }]);
  });

  it('are refused when they are no JSON', async () => {
    for (const body of [
      '{',
      '{"a":',
      'x',
      '\u0000',
      '[1,',
      ' ',
      '{"__proto__":1}',
      nested(9_999),
    ]) {
      const [status, answer] = await post(body);
      expect(status, body.slice(0, 20)).to.equal(400);
      expect(JSON.stringify(answer)).to.match(/malformed|InvalidPayload/);
    }
  });

  it('are refused when they are too deep', async () => {
    expect((await post(nested(32)))[0]).to.equal(200);
    expect(await post(nested(33))).to.deep.equal([400, { wrong: 'InvalidPayload' }]);
  });

  it('are refused past 100 kB, said beforehand or not', async () => {
    const large = JSON.stringify('x'.repeat(102_400));
    const tooLarge = [413, { wrong: 'tooLarge' }];
    expect(await post(large)).to.deep.equal(tooLarge);
    expect(await post(new Blob([large]).stream())).to.deep.equal(tooLarge);
    expect((await post(JSON.stringify('x'.repeat(102_398))))[0]).to.equal(200);
  });

  it('are not looked at where there is no route', async () => {
    expect(await post('{', {}, '/probe/nothing')).to.deep.equal([404, { wrong: 'notFound' }]);
    const response = await fetch(`${server.url}/probe/json`, { method: 'PATCH', body: '{' });
    expect([response.status, await response.json()]).to.deep.equal([
      405,
      { wrong: 'methodNotAllowed' },
    ]);
    expect(response.headers.get('allow')).to.equal('POST');
  });

  it('are not looked at by a route that takes none', async () => {
    for (const body of ['{', MULTIPART, 'x'.repeat(500_000)]) {
      expect(await post(body, {}, '/probe/none')).to.deep.equal([200, {}]);
    }
  });

  it('that stop coming are no bug', async () => {
    for (const headers of [
      ['Content-Length: 100', 'Content-Type: application/json'],
      ['Content-Length: 100', 'Content-Type: text/plain'],
      ['Transfer-Encoding: chunked', 'Content-Type: application/json'],
    ]) {
      const { entries } = server.logger;
      const before = entries.length;
      const { socket, heard } = await openTcp(server.url);
      socket.write(head('POST /probe/json', 'Expect: 100-continue', ...headers));
      await heard(/100 Continue/);
      socket.resetAndDestroy();
      await until(() => entries.length > before);
      expect(entries.at(-1)?.message).to.equal('request');
    }
  });
});
