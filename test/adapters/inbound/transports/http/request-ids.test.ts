import { expect } from 'chai';
import { type HttpServer, serveRoutes } from '../../../../support/http-server.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the id of a request', () => {
  let server: HttpServer;

  before(async () => {
    server = await serveRoutes([
      {
        method: 'GET',
        path: '/probe/broken',
        access: 'anyone',
        body: 'none',
        handle: () => Promise.reject(new Error('a bug')),
      },
    ]);
  });
  after(() => server.stop());
  afterEach(() => {
    server.logger.entries.length = 0;
  });

  const ask = async (id: string | null, headers = {}): Promise<Headers> => {
    const own = id === null ? {} : { 'x-request-id': id };
    const response = await fetch(`${server.url}/probe/broken`, { headers: { ...own, ...headers } });
    await response.text();
    return response.headers;
  };
  const logged = (): readonly unknown[] =>
    server.logger.entries.map(({ fields }) => fields['correlationId']);

  for (const id of ['a', 'A-z_0.9', 'x'.repeat(100), '3f2a9c1e-7b6d-4d53-9f3e-2a1b0c9d8e7f']) {
    it(`is the client's own where it is ${id.slice(0, 12)}, in the answer and in each line of the log`, async () => {
      expect((await ask(id)).get('x-request-id')).to.equal(id);
      expect(logged()).to.deep.equal([id, id]);
    });
  }

  const guest = `guest_1795906590968_${'a1'.repeat(22)}`;
  for (const id of ['123456', 'a.b.c', 'eyJhbGciOiJIUzI1NiJ9', guest, guest.toUpperCase()]) {
    it(`is none of the client's where that may be a credential, as ${id.slice(0, 12)}`, async () => {
      const given = (await ask(id)).get('x-request-id') ?? '';
      expect(given).to.match(UUID);
      expect(logged()).to.deep.equal([given, given]);
    });
  }

  for (const id of ['', ' ', 'x'.repeat(101), 'a b', 'a,b', 'a"b', 'ünicode', '{}', 'a/b', '%0a']) {
    it(`is none of the client's where that is ${JSON.stringify(id.slice(0, 12))}`, async () => {
      const given = (await ask(id)).get('x-request-id') ?? '';
      expect(given).to.match(UUID);
      expect(logged()).to.deep.equal([given, given]);
    });
  }

  it('stands beside the bug, which is counted', async () => {
    server.metrics.counted.length = 0;
    await ask(null);
    expect(server.metrics.counted).to.deep.equal([['refused', 'Internal', 'probe']]);
  });

  it('may be read by pages of other origins', async () => {
    const headers = await ask(null, { origin: 'https://shop.example' });
    expect(headers.get('access-control-expose-headers')?.split(',')).to.include('X-Request-Id');
    expect(headers.get('x-request-id')).to.match(UUID);
  });
});
