import { expect } from 'chai';
import type { HttpReply } from '../../../../../src/adapters/inbound/gateway/transport.js';
import {
  type BareRoute,
  bugs,
  type HttpServer,
  serveRoutes,
} from '../../../../support/http-server.js';

const circular: Record<string, unknown> = {};
circular['itself'] = circular;

const cookie = { name: 'a', httpOnly: true, sameSite: 'lax', path: '/' } as const;

describe('answers of routes', () => {
  let server: HttpServer;
  let reply: () => HttpReply;

  const route = (method: BareRoute['method'], path: string): BareRoute => ({
    method,
    path,
    access: 'anyone',
    body: 'none',
    handle: () => Promise.resolve().then(() => reply()),
  });

  beforeEach(async () => {
    server = await serveRoutes([
      route('GET', '/probe/answer'),
      route('POST', '/probe/answer'),
      route('DELETE', '/probe/answer/:id'),
      { ...route('GET', '/probe/opened'), isUnsafe: true },
    ]);
  });
  afterEach(() => server.stop());

  const ask = (method = 'GET', path = '/probe/answer'): Promise<Response> =>
    fetch(`${server.url}${path}`, { method });

  it('are JSON, whatever value it is', async () => {
    for (const body of [{ a: 'ü' }, [], null, false, 0, '', 'x']) {
      reply = () => ({ status: 201, body });
      const response = await ask();
      expect(response.status).to.equal(201);
      expect(response.headers.get('content-type')).to.equal('application/json; charset=utf-8');
      const text = await response.text();
      expect(text).to.equal(JSON.stringify(body));
      expect(response.headers.get('content-length')).to.equal(`${Buffer.byteLength(text)}`);
    }
  });

  it('may be empty', async () => {
    for (const [status, length] of [
      [200, '0'],
      [202, '0'],
      [404, '0'],
      [405, '0'],
      [204, null],
      [304, null],
    ] as const) {
      reply = () => ({ status });
      const response = await ask();
      expect([response.status, await response.text()]).to.deep.equal([status, '']);
      expect(response.headers.get('content-length'), `${status}`).to.equal(length);
      expect(response.headers.get('content-type')).to.equal(null);
    }
  });

  it('have the headers that they name', async () => {
    reply = () => ({
      status: 429,
      headers: { 'retry-after': '3', 'x-many': ['1', '2'], vary: 'accept' },
      body: { success: false },
    });
    const page = { headers: { origin: 'https://shop.example' } };
    const { status, headers } = await fetch(`${server.url}/probe/answer`, page);
    expect(status).to.equal(429);
    expect(headers.get('retry-after')).to.equal('3');
    expect(headers.get('x-many')).to.equal('1, 2');
    expect(headers.get('vary')).to.equal('Origin, accept');
    expect(headers.get('access-control-expose-headers')).to.match(/retry-after/i);
  });

  it('set cookies', async () => {
    reply = () => ({
      status: 200,
      cookies: [
        { ...cookie, name: 'guest_id', value: 'guest_1', maxAge: 60, secure: true },
        { ...cookie, name: 'odd', value: 'a; b=c\r\nü', httpOnly: false, sameSite: 'strict' },
      ],
    });
    const { headers } = await ask();
    expect(headers.getSetCookie()).to.deep.equal([
      'guest_id=guest_1; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
      'odd=a%3B%20b%3Dc%0D%0A%C3%BC; Path=/; SameSite=Strict',
    ]);
  });

  it('have no body for HEAD', async () => {
    reply = () => ({ status: 200, headers: { 'x-one': '1' }, body: { a: 1 } });
    const response = await ask('HEAD');
    expect([response.status, await response.text()]).to.deep.equal([200, '']);
    expect(response.headers.get('content-length')).to.equal('7');
    expect(response.headers.get('x-one')).to.equal('1');
  });

  it('are not made for HEAD where GET changes something', async () => {
    let made = 0;
    reply = () => {
      made += 1;
      return { status: 200 };
    };
    const head = await ask('HEAD', '/probe/opened');
    expect([head.status, head.headers.get('allow')]).to.deep.equal([405, 'GET']);
    expect(made).to.equal(0);
    expect((await ask('GET', '/probe/opened')).status).to.equal(200);
  });

  const FAULTY: Readonly<Record<string, () => HttpReply>> = {
    'that are no JSON': () => ({ status: 200, body: circular }),
    'with a header of two lines': () => ({ status: 200, headers: { 'x-a': 'a\r\nb: c' } }),
    'with a header without a name': () => ({ status: 200, headers: { 'a b': 'c' } }),
    'with a cookie without a name': () => ({
      status: 200,
      cookies: [
        { ...cookie, value: 'kept' },
        { ...cookie, name: '', value: 'x' },
      ],
    }),
    'with a status that is none': () => ({ status: 7 }),
    'that are not made at all': () => {
      throw new Error('a secret');
    },
  };

  for (const [what, faulty] of Object.entries(FAULTY)) {
    it(`${what} become an internal error, which tells nothing and is logged`, async () => {
      reply = faulty;
      const response = await ask();
      expect([response.status, await response.text()]).to.deep.equal([500, '{"wrong":"internal"}']);
      expect(response.headers.getSetCookie()).to.deep.equal([]);
      const [bug, ...others] = server.logger.entries.filter(({ level }) => level === 'error');
      expect(bug?.fields['correlationId']).to.equal(response.headers.get('x-request-id'));
      expect(bug?.fields['error']).to.be.instanceOf(Error);
      expect(others).to.deep.equal([]);
    });
  }

  it('are not asked for by an unknown path or method', async () => {
    reply = () => ({ status: 200 });
    for (const method of ['GET', 'POST', 'OPTIONS', 'PUT', 'PROPFIND']) {
      for (const path of ['/probe', '/probe/nothing', '/probe/answer/1/2']) {
        const response = await ask(method, path);
        expect([response.status, await response.json()], `${method} ${path}`).to.deep.equal([
          404,
          { wrong: 'notFound' },
        ]);
        expect(response.headers.get('allow')).to.equal(null);
      }
    }
    for (const method of ['PUT', 'DELETE', 'PROPFIND']) {
      const response = await ask(method);
      expect([response.status, await response.json()]).to.deep.equal([
        405,
        { wrong: 'methodNotAllowed' },
      ]);
      expect(response.headers.get('allow')).to.equal('HEAD, GET, POST');
    }
    const options = await ask('OPTIONS', '/probe/answer/7');
    expect([options.status, await options.text()]).to.deep.equal([200, '']);
    expect(options.headers.get('allow')).to.equal('DELETE');
    expect((await ask('GET', '/elsewhere')).status).to.equal(404);
    expect(bugs(server)).to.deep.equal([]);
  });
});
