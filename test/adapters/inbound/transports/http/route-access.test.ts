import type { Access } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import { expect } from 'chai';
import type { HttpReply } from '../../../../../src/adapters/inbound/gateway/transport.js';
import type { Actor } from '../../../../../src/domain/actor.js';
import {
  type BareRoute,
  bugs,
  type HttpServer,
  serveRoutes,
} from '../../../../support/http-server.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';

const row = (path: string) => ({ method: 'POST', path, body: 'json' }) as const;

const whoCalls = (caller: Actor | null): Promise<HttpReply> =>
  Promise.resolve({ status: 200, body: caller });

const routes: readonly BareRoute[] = [
  { ...row('/probe/staff'), access: 'staff', handle: whoCalls },
  { ...row('/probe/token'), access: 'token', handle: whoCalls },
  { ...row('/probe/guest'), access: 'guest', handle: whoCalls },
  { ...row('/probe/anyone'), access: 'anyone', handle: whoCalls },
];

const ALL: readonly Access[] = ['staff', 'token', 'guest', 'anyone'];

describe('who may call a route', () => {
  let server: HttpServer;

  before(async () => {
    server = await serveRoutes(routes);
  });
  after(() => server.stop());
  afterEach(() => expect(bugs(server)).to.deep.equal([]));

  const call = (
    access: Access,
    authorization: string | null,
    body: string | null = null,
  ): Promise<Response> =>
    fetch(`${server.url}/probe/${access}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization === null ? {} : { authorization }),
      },
      body,
    });

  it('tells every route who calls with a token', async () => {
    for (const access of ALL) {
      for (const [id, kind] of [
        ['alice', 'customer'],
        ['sarah', 'agent'],
        ['root', 'admin'],
      ] as const) {
        if (access === 'staff' && kind === 'customer') continue;
        const response = await call(access, `Bearer ${id}`);
        expect(response.status, access).to.equal(200);
        expect(await response.json(), access).to.include({ kind, id });
      }
    }
  });

  it('lets somebody without a token call what is for anyone, and nothing else', async () => {
    const open = await call('anyone', null);
    expect([open.status, await open.json()]).to.deep.equal([200, null]);
    for (const access of ['staff', 'token', 'guest'] as const) {
      const response = await call(access, null);
      expect([response.status, await response.json()], access).to.deep.equal([
        401,
        { wrong: 'AuthRequired' },
      ]);
    }
  });

  it('keeps what is for staff from somebody who is none, with his body unread', async () => {
    for (const body of [null, '{', 'x'.repeat(200_000)]) {
      const response = await call('staff', 'Bearer alice', body);
      expect([response.status, await response.json()]).to.deep.equal([403, { wrong: 'StaffOnly' }]);
    }
  });

  it('is known to the compiler: what is for anyone must expect nobody', () => {
    // @ts-expect-error its caller may be null
    const careless: BareRoute = {
      ...row('/probe/careless'),
      access: 'anyone',
      handle: ({ kind }: Actor) => Promise.resolve({ status: 200, body: kind }),
    };
    expect(careless.access).to.equal('anyone');
  });

  it('refuses a token that is no good everywhere', async () => {
    for (const access of ALL) {
      for (const authorization of ['Bearer mallory', 'Bearer', 'Basic eDp5', 'Bearer a b']) {
        const response = await call(access, authorization);
        expect(response.status, `${access}, ${authorization}`).to.equal(401);
        expect(await response.json()).to.deep.equal({ wrong: 'InvalidToken' });
      }
    }
  });

  it('answers that it cannot tell, with the headers of the refusal', async () => {
    const response = await call('anyone', 'Bearer down');
    expect([response.status, await response.json()]).to.deep.equal([503, { wrong: 'Unavailable' }]);
    expect(response.headers.get('retry-after')).to.equal('7');
  });

  it('reads no body of somebody who may not call', async () => {
    for (const body of ['{', 'x'.repeat(200_000)]) {
      const response = await call('token', null, body);
      expect([response.status, await response.json()]).to.deep.equal([
        401,
        { wrong: 'AuthRequired' },
      ]);
    }
    const { socket, heard } = await openTcp(server.url);
    const headers = ['Content-Type: application/json', 'Content-Length: 1000'];
    socket.write(head('POST /probe/token', ...headers));
    await heard(/^HTTP\/1\.1 401 [^]*\}$/);
    socket.destroy();
  });
});
