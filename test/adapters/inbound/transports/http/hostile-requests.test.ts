import { expect } from 'chai';
import {
  type BareRoute,
  bugs,
  type HttpServer,
  serveRoutes,
} from '../../../../support/http-server.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';
import { until } from '../../../../support/until.js';

const JSON_TYPE = 'Content-Type: application/json';

describe('requests that no client sends', () => {
  let server: HttpServer;

  const json: BareRoute = {
    method: 'POST',
    path: '/probe/json',
    access: 'anyone',
    body: 'json',
    handle: (_caller, { body }) => Promise.resolve({ status: 200, body: { got: body } }),
  };

  before(async () => {
    server = await serveRoutes([json]);
  });
  after(() => server.stop());
  afterEach(() => expect(bugs(server)).to.deep.equal([]));

  const say = async (text: string): Promise<string> => {
    const client = await openTcp(server.url);
    client.socket.write(text);
    return client.closed;
  };

  it('chunks that are broken', async () => {
    const chunked = head('POST /probe/json', JSON_TYPE, 'Transfer-Encoding: chunked');
    for (const body of [
      'x\r\n',
      '2\r\n{}x',
      '-1\r\n{}\r\n',
      'fffffffffffffffff\r\n',
      '2\r\n{}\r\nx',
    ]) {
      expect(await say(chunked + body), body).to.match(/^HTTP\/1\.1 400 /);
    }
    const both = head('POST /probe/json', 'Content-Length: 2', 'Transfer-Encoding: chunked');
    expect(await say(`${both}0\r\n\r\n`)).to.match(/^HTTP\/1\.1 400 /);
  });

  it('one after another, without waiting: answered in order', async () => {
    const post = (body: string, ...headers: readonly string[]): string =>
      head('POST /probe/json', JSON_TYPE, `Content-Length: ${body.length}`, ...headers) + body;
    const large = JSON.stringify('x'.repeat(200_000));
    const text =
      post('[1]') +
      post('{') +
      post(large) +
      head('GET /nothing') +
      post('[2]', 'Connection: close');
    const answers = (await say(text)).match(/HTTP\/1\.1 \d+|"got":\[\d\]/g);
    expect(answers).to.deep.equal([
      ...['HTTP/1.1 200', '"got":[1]', 'HTTP/1.1 400', 'HTTP/1.1 413', 'HTTP/1.1 404'],
      ...['HTTP/1.1 200', '"got":[2]'],
    ]);
  });

  it('that wait to be told to go on', async () => {
    const client = await openTcp(server.url);
    const expecting = ['Expect: 100-continue', 'Content-Length: 2', JSON_TYPE, 'Connection: close'];
    client.socket.write(head('POST /probe/json', ...expecting));
    await client.heard(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    client.socket.write('{}');
    expect(await client.closed).to.match(/HTTP\/1\.1 200 [^]*\{"got":\{\}\}$/);
    const odd = head('POST /probe/json', 'Expect: the-unexpected', 'Connection: close');
    expect(await say(odd)).to.match(/^HTTP\/1\.1 417 /);
  });

  it('with targets that lead elsewhere', async () => {
    for (const target of [
      '/probe/../probe/json',
      '/probe/%2e%2e/json',
      '/probe/json%00',
      '/%00',
      '/probe//json',
      '//probe/json',
      '/probe/json/..',
      '/\\probe/json',
      'http://x/%2e%2e/json',
      'http://other.example/probe/nothing',
    ]) {
      const answer = await say(head(`POST ${target}`, 'Connection: close'));
      expect(answer, target).to.match(/^HTTP\/1\.1 4\d\d [^]*\}$/);
      expect(answer, target).not.to.match(/\.js|node:/);
    }
    const whole = head('POST http://other.example/probe/json', 'Connection: close');
    expect(await say(whole)).to.match(/^HTTP\/1\.1 200 /);
  });

  it('of any length, of which nothing is logged', async () => {
    const { entries } = server.logger;
    const before = entries.length;
    const path = `/probe/${'x'.repeat(10_000)}`;
    expect(await say(head(`GET ${path}`, 'Connection: close'))).to.match(/^HTTP\/1\.1 404 /);
    await until(() => entries.length > before);
    expect(JSON.stringify(entries.slice(before))).to.not.contain('xxx');
  });

  it('that are cut off while they are answered', async () => {
    for (let turn = 0; turn < 100; turn += 1) {
      const { socket, closed } = await openTcp(server.url);
      socket.write(`${head('POST /probe/json', JSON_TYPE, 'Content-Length: 2')}{}`, () =>
        socket.resetAndDestroy(),
      );
      await closed;
    }
    expect(await say(head('GET /probe/x', 'Connection: close'))).to.match(/^HTTP\/1\.1 404 /);
  });

  it('whose bodies never end', async () => {
    const strict = await serveRoutes([json], {
      server: { requestTimeout: 100, headersTimeout: 100, connectionsCheckingInterval: 20 },
    });
    for (const body of ['{', '']) {
      const client = await openTcp(strict.url);
      client.socket.write(head('POST /probe/json', JSON_TYPE, 'Content-Length: 9') + body);
      expect(await client.closed).to.match(/^HTTP\/1\.1 408 /);
    }
    expect(bugs(strict)).to.deep.equal([]);
    await strict.stop();
  });
});
