import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { GUEST_PATH, openAsKnownGuest, type OpenedGuest, postGuest } from './support/guests.js';
import { startServer } from './support/in-process-server.js';
import { openRawPolling } from './support/raw-polling.js';
import { rest } from './support/rest-client.js';
import { connectSupportSocketio, openSupportWs } from './support/support-clients.js';
import { upgradeStatus } from './support/ws-client.js';

/** What comes of a request that bears a guest's cookie: it is refused, or the cookie counts, or it does not. */
type Outcome = 'refused' | 'counts' | 'does not';

interface Row {
  readonly name: string;
  readonly headers: (own: string) => Readonly<Record<string, string>>;
  readonly production: Outcome;
  /** Where it is another. */
  readonly development?: Outcome;
  /** By Socket.IO, where that is another: a client of its own never asks so, and no session opens. */
  readonly socketio?: Outcome;
}

const SHOP = 'https://shop.example';

const from =
  (origin: string, site?: string): Row['headers'] =>
  () => ({ origin, ...(site === undefined ? {} : { 'sec-fetch-site': site }) });

/** Design, section 6. */
const ROWS: readonly Row[] = [
  { name: 'no browser', headers: () => ({}), production: 'counts' },
  {
    name: 'a page of our own, by Origin',
    headers: (own) => ({ origin: own }),
    production: 'counts',
  },
  {
    name: 'a page of our own, by Sec-Fetch-Site',
    headers: () => ({ 'sec-fetch-site': 'same-origin' }),
    production: 'counts',
  },
  { name: 'a page that is let in', headers: from(SHOP, 'cross-site'), production: 'counts' },
  {
    name: 'another page',
    headers: from('https://evil.example', 'cross-site'),
    production: 'refused',
  },
  {
    name: 'one that begins like ours',
    headers: (own) => ({ origin: `${own}.evil.example` }),
    production: 'refused',
  },
  {
    name: 'one that begins like one that is let in',
    headers: from(`${SHOP}.evil.example`),
    production: 'refused',
  },
  {
    name: 'one that is let in, unencrypted',
    headers: from('http://shop.example'),
    production: 'refused',
  },
  {
    name: 'one that is let in, on another port',
    headers: from(`${SHOP}:8443`),
    production: 'refused',
  },
  {
    name: 'one of those that a star stands for',
    headers: from('https://a.stores.example', 'cross-site'),
    production: 'counts',
  },
  {
    name: 'one that a star does not stand for',
    headers: from('https://a.b.stores.example', 'cross-site'),
    production: 'refused',
  },
  { name: 'a page without an origin of its own', headers: from('null'), production: 'refused' },
  {
    name: 'another page that says it is ours',
    headers: from('https://evil.example', 'same-origin'),
    production: 'refused',
  },
  { name: 'rubbish for an origin', headers: from('no origin at all'), production: 'refused' },
  { name: 'two origins', headers: from(`${SHOP}, https://evil.example`), production: 'refused' },
  {
    name: 'a page of this machine',
    headers: from('http://localhost:5173'),
    production: 'refused',
    development: 'counts',
  },
  {
    name: 'an image or a link in another page',
    headers: () => ({ 'sec-fetch-site': 'cross-site' }),
    production: 'does not',
    socketio: 'refused',
  },
  {
    name: 'an image or a link in a page of a sibling',
    headers: () => ({ 'sec-fetch-site': 'same-site' }),
    production: 'does not',
    socketio: 'refused',
  },
  {
    name: 'an address that somebody types',
    headers: () => ({ 'sec-fetch-site': 'none' }),
    production: 'does not',
  },
];

const REFUSALS: Readonly<Record<string, Outcome>> = {
  'websocket error': 'refused',
  'xhr poll error': 'refused',
  'Unexpected server response: 403': 'refused',
};

const SOCKETIO: ReadonlySet<string> = new Set([
  'Socket.IO by polling',
  'Socket.IO by WebSocket',
  'an upgrade with a sid',
  'polling with a sid',
]);

const orFail = (outcome: Outcome | undefined, what: string): Outcome => {
  if (outcome === undefined) throw new Error(what);
  return outcome;
};

for (const mode of ['production', 'development'] as const) {
  describe(`origins and cookies in ${mode}`, () => {
    let server: App;
    let guest: OpenedGuest;

    before(async () => {
      server = await startServer({
        NODE_ENV: mode,
        CORS_ORIGINS: `${SHOP}/, https://*.stores.example`,
      });
      guest = await openAsKnownGuest(server.url);
    });
    after(() => server.stop());

    type Headers = Readonly<Record<string, string>>;

    const withCookie = (headers: Headers): Headers => ({
      ...headers,
      cookie: `guest_id=${guest.guestId}`,
    });

    const isHis = (guestId: string | undefined): Outcome =>
      guestId === guest.guestId ? 'counts' : 'does not';

    const connecting = async (
      connect: () => Promise<{
        next(event: 'connection:success'): Promise<{ guestId?: string }>;
        close(): void;
      }>,
    ): Promise<Outcome> => {
      try {
        const client = await connect();
        const { guestId } = await client.next('connection:success');
        client.close();
        return isHis(guestId);
      } catch (error) {
        const { message } = error as Error;
        return orFail(REFUSALS[message], message);
      }
    };

    const bySocketio = (transport: 'polling' | 'websocket') => (headers: Headers) =>
      connecting(() =>
        connectSupportSocketio(
          server.url,
          {},
          { transports: [transport], headers: withCookie(headers) },
        ),
      );

    /** A request that `fetch` would not send: a browser's own headers. */
    const status = async (method: string, path: string, headers: Headers): Promise<number> => {
      const request = httpRequest(`${server.url}${path}`, { method, headers: { ...headers } });
      request.end();
      const [response] = (await once(request, 'response')) as [
        { statusCode: number; resume(): void },
      ];
      response.resume();
      return response.statusCode;
    };

    /** Of a connection that is open already only whether it is refused can be seen. */
    const passing = (code: number, granted: number, expected: Outcome): Outcome => {
      if (code === 403) return 'refused';
      return orFail(
        code === granted && expected !== 'refused' ? expected : undefined,
        `status ${code}`,
      );
    };

    const DOORS: Readonly<
      Record<string, (headers: Headers, expected: Outcome) => Promise<Outcome>>
    > = {
      'a REST call that reads': async (headers) => {
        const path = `/api/support/conversation/${guest.conversationId}`;
        const code = await status('GET', path, withCookie(headers));
        const outcomes = { 200: 'counts', 401: 'does not', 403: 'refused' } as const;
        return orFail(
          Object.entries(outcomes).find(([one]) => one === String(code))?.[1],
          `status ${code}`,
        );
      },
      'a REST call that writes': async (headers) => {
        const reply = await postGuest(server.url, '', { headers: withCookie(headers) });
        return reply.status === 403 ? 'refused' : isHis(reply.body.data.guestId);
      },
      'Socket.IO by polling': bySocketio('polling'),
      'Socket.IO by WebSocket': bySocketio('websocket'),
      'plain ws': (headers) =>
        connecting(() => openSupportWs(server.url, { headers: withCookie(headers) })),
      'an upgrade with a sid': async (headers, expected) => {
        const session = await openRawPolling(server.url);
        const code = await upgradeStatus(server.url, {
          path: session.upgradePath,
          headers: withCookie(headers),
        });
        await session.close();
        return passing(code, 101, expected);
      },
      'polling with a sid': async (headers, expected) => {
        const session = await openRawPolling(server.url);
        const path = session.upgradePath.replace('websocket', 'polling');
        await session.post(['40/support,']);
        const code = await status('GET', path, withCookie(headers));
        await session.close();
        return passing(code, 200, expected);
      },
    };

    for (const [door, knock] of Object.entries(DOORS)) {
      it(`of ${door}`, async () => {
        for (const row of ROWS) {
          const { name, headers, production, development = production } = row;
          const elsewhere = mode === 'production' ? production : development;
          const expected = (SOCKETIO.has(door) ? row.socketio : undefined) ?? elsewhere;
          expect(await knock(headers(server.url), expected), name).to.equal(expected);
        }
      });
    }

    it('tell only pages that are let in that they may read an answer, and caches whose it is', async () => {
      for (const { name, headers, production, development = production } of ROWS) {
        const said = headers(server.url);
        const { origin } = said;
        const reply = await rest(
          server.url,
          `/api/support/conversation/${guest.conversationId}`,
          null,
          { headers: withCookie(said) },
        );
        const isRefused = (mode === 'production' ? production : development) === 'refused';
        const isTold = origin !== undefined && !isRefused;
        expect(reply.headers.get('access-control-allow-origin'), name).to.equal(
          isTold ? origin : null,
        );
        expect(reply.headers.get('access-control-allow-credentials'), name).to.equal(
          isTold ? 'true' : null,
        );
        expect(reply.headers.get('cache-control'), name).to.equal('no-store');
        if (!isRefused) expect(reply.headers.get('vary'), name).to.equal('Origin');
      }
    });

    it('a cookie is set for pages that may use it alone', async () => {
      for (const { name, headers, production, development = production } of ROWS) {
        const expected = mode === 'production' ? production : development;
        const reply = await postGuest(server.url, `?guestId=${guest.guestId}`, {
          headers: headers(server.url),
        });
        const cookies = reply.headers.getSetCookie();
        expect(cookies, name).to.have.length(expected === 'counts' ? 1 : 0);
      }
    });
  });
}

describe('a guest’s cookie, and answers that hold his id', () => {
  let server: App;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  it('is for requests alone, of pages on the same site', async () => {
    const { headers, body } = await postGuest(server.url, '');
    const [cookie = ''] = headers.getSetCookie();
    const [value, ...attributes] = cookie.split('; ');
    expect(value).to.equal(`guest_id=${body.data.guestId}`);
    expect(attributes.sort()).to.deep.equal([
      'HttpOnly',
      'Max-Age=31536000',
      'Path=/',
      'SameSite=Lax',
    ]);
  });

  it('are kept by no cache, whatever the answer', async () => {
    const { guestId, conversationId } = await openAsKnownGuest(server.url);
    const query = `?guestId=${guestId}`;
    for (const [method, path, status] of [
      ['POST', `${GUEST_PATH}${query}`, 200],
      ['GET', `/api/support/conversation/${conversationId}${query}`, 200],
      ['GET', `/api/support/conversation/${conversationId}/messages${query}`, 200],
      ['GET', `/api/support/conversation${query}`, 401],
      ['GET', `/api/support/x${query}`, 404],
      ['DELETE', `${GUEST_PATH}${query}`, 405],
      ['GET', `/x${query}`, 404],
    ] as const) {
      const reply = await rest(server.url, path, null, { method });
      expect(reply.status, path).to.equal(status);
      expect(reply.headers.get('cache-control'), path).to.equal('no-store');
    }
    const polling = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
    expect(polling.headers.get('cache-control')).to.equal('no-store');
  });

  const FORM = 'application/x-www-form-urlencoded';

  /** What a page may send anywhere without asking first. */
  const SIMPLE: readonly (readonly [
    name: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    status: number,
  ])[] = [
    [
      'text of another page',
      { origin: 'https://evil.example', 'content-type': 'text/plain' },
      '{"type":"general"}',
      403,
    ],
    [
      'text of a page without an origin',
      { origin: 'null', 'content-type': 'text/plain' },
      '{}',
      403,
    ],
    [
      'a form of another page',
      { origin: 'https://evil.example', 'content-type': FORM },
      'guestId=x',
      403,
    ],
    [
      'an empty form of another page',
      { origin: 'https://evil.example', 'content-type': FORM },
      '',
      403,
    ],
    ['text of nobody’s', { 'content-type': 'text/plain' }, '{"type":"general"}', 415],
    ['a form of nobody’s', { 'content-type': FORM }, 'type=general', 415],
    [
      'a form of several parts',
      { 'content-type': 'multipart/form-data; boundary=x' },
      '--x--',
      415,
    ],
    ['no body, whatever its type', { 'content-type': 'text/plain' }, '', 200],
  ];

  for (const [name, headers, body, status] of SIMPLE) {
    it(`are asked for by ${name}: ${status}`, async () => {
      const reply = await postGuest(server.url, '', { headers, body });
      expect(reply.status).to.equal(status);
      expect(reply.headers.getSetCookie()).to.have.length(status === 200 ? 1 : 0);
    });
  }
});
