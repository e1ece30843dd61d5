import { expect } from 'chai';
import type { HttpRequest } from '../../../../../src/adapters/inbound/gateway/transport.js';
import { bugs, type HttpServer, serveRoutes } from '../../../../support/http-server.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';

describe('what a route hears of a request', () => {
  let server: HttpServer;
  let heard: HttpRequest;

  before(async () => {
    server = await serveRoutes([
      {
        method: 'GET',
        path: '/probe/:name',
        access: 'anyone',
        body: 'none',
        handle: (_caller, request) => {
          heard = request;
          return Promise.resolve({ status: 200 });
        },
      },
    ]);
  });
  after(() => server.stop());
  afterEach(() => expect(bugs(server)).to.deep.equal([]));

  const hear = async (path: string, headers: Record<string, string> = {}): Promise<HttpRequest> => {
    const response = await fetch(`${server.url}${path}`, { headers });
    expect(response.status).to.equal(200);
    expect(heard.correlationId).to.equal(response.headers.get('x-request-id'));
    return heard;
  };

  const cookies = async (cookie: string, headers = {}): Promise<Record<string, string>> =>
    Object.fromEntries((await hear('/probe/x', { cookie, ...headers })).cookies);

  it('its address, path, query and headers', async () => {
    const { address, params, query, headers } = await hear('/probe/A?a=1&a=2&b[c]=3&__proto__=4', {
      'X-Odd': 'Yes',
    });
    expect(address).to.equal('127.0.0.1');
    expect(params).to.deep.equal({ name: 'A' });
    expect(Object.entries(query)).to.deep.equal([
      ['a', ['1', '2']],
      ['b[c]', '3'],
      ['__proto__', '4'],
    ]);
    expect(headers['x-odd']).to.equal('Yes');
  });

  it('a name of its path, decoded and in one piece', async () => {
    for (const [path, name] of [
      ['%2e%2e%2f%2e%2e%2fpasswd', '../../passwd'],
      ['..%5c..%5cpasswd', '..\\..\\passwd'],
      ['%00', '\u0000'],
      ['a%20b+c', 'a b+c'],
      ['%E0%A4%A', '%E0%A4%A'],
      ['__proto__', '__proto__'],
    ] as const) {
      const client = await openTcp(server.url);
      client.socket.write(head(`GET /probe/${path}`, 'Connection: close'));
      expect(await client.closed, path).to.match(/^HTTP\/1\.1 200 /);
      expect(heard.params, path).to.deep.equal({ name });
    }
  });

  it('its cookies', async () => {
    expect(await cookies('')).to.deep.equal({});
    expect(await cookies('guest_id=guest_1; b=%C3%BC;c="d"; __proto__=e; empty=')).to.deep.equal(
      Object.fromEntries([
        ['guest_id', 'guest_1'],
        ['b', 'ü'],
        ['c', '"d"'],
        ['__proto__', 'e'],
        ['empty', ''],
      ]),
    );
  });

  it('no cookie that is no good, and the first of those with one name', async () => {
    expect(await cookies('a=%E0%A4%A; b=1; nonsense; ;; =')).to.deep.equal({ b: '1', '': '' });
    expect(await cookies('a=%; a=2; a=3')).to.deep.equal({ a: '2' });
  });

  it("no cookie that another site's page makes a browser send", async () => {
    for (const [headers, counts] of [
      [{}, true],
      [{ 'sec-fetch-site': 'same-origin' }, true],
      [{ origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' }, true],
      [{ origin: 'https://shop.example' }, true],
      [{ 'sec-fetch-site': 'cross-site' }, false],
      [{ 'sec-fetch-site': 'same-site' }, false],
      [{ 'sec-fetch-site': 'none' }, false],
    ] as const) {
      const expected = counts ? { a: '1' } : {};
      expect(await cookies('a=1', headers), JSON.stringify(headers)).to.deep.equal(expected);
    }
  });
});
