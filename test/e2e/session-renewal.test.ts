import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { parseSetCookie } from 'cookie';
import { WebSocket } from 'ws';
import type { Answer, Frames, ProbeClient } from '../dialects/probe/probe.js';
import { placeInFolder } from '../support/bound-stores.js';
import { ANON_KEY, type SupabaseServer, supabaseServer } from '../support/supabase-server.js';
import { byCookies, COOKIES, outright } from './support/cookie-dialects.js';
import { within } from './support/deadline.js';
import { TRANSPORTS } from './support/doors.js';
import { connectSocketio } from './support/socketio-client.js';
import { type Stage, stage } from './support/stages.js';
import { someone, token } from './support/tokens.js';
import { openWs, wsPath } from './support/ws-client.js';

type Headers = Readonly<Record<string, string>>;
type Environment = Readonly<Record<string, string>>;

const outdated = (): string => token({ sub: someone() }, -10);

const cookies = (refresh: string, access?: string): Headers => ({
  cookie: [
    ...(access === undefined ? [] : [`${COOKIES.access}=${access}`]),
    `${COOKIES.refresh}=${refresh}`,
  ].join('; '),
});

const clients: Readonly<Record<string, (url: string, headers: Headers) => Promise<ProbeClient>>> = {
  'Socket.IO': (url, headers) => connectSocketio(byCookies, url, {}, { headers }),
  'Socket.IO by long polling': (url, headers) =>
    connectSocketio(byCookies, url, {}, { headers, transports: ['polling'] }),
  'plain ws': (url, headers) => openWs(byCookies, url, { path: wsPath(byCookies), headers }),
};

/** What the answer to an upgrade sets, and its status. */
const upgrade = async (
  url: string,
  path: string,
  headers: Headers,
): Promise<{ readonly status: number | undefined; readonly set: readonly string[] }> => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers: { ...headers } });
  socket.on('error', () => undefined);
  const answered = new Promise<IncomingMessage>((resolve) => {
    socket.once('upgrade', resolve);
    socket.once('unexpected-response', (_request, response) => resolve(response));
  });
  const { statusCode, headers: told } = await within(answered, () => 'an answer to an upgrade');
  socket.terminate();
  return { status: statusCode, set: told['set-cookie'] ?? [] };
};

/** What the handshake of each transport sets, and the answer of REST. */
const handshakes: Readonly<
  Record<string, (url: string, headers: Headers) => Promise<readonly string[]>>
> = {
  'Socket.IO': async (url, headers) =>
    (await upgrade(url, '/socket.io/?EIO=4&transport=websocket', headers)).set,
  'Socket.IO by long polling': async (url, headers) => {
    const response = await fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers });
    return response.headers.getSetCookie();
  },
  'plain ws': async (url, headers) => (await upgrade(url, wsPath(byCookies), headers)).set,
  HTTP: async (url, headers) =>
    (await fetch(`${url}/api/probe/me`, { headers })).headers.getSetCookie(),
};

describe('a session that has expired, where there is a refresh token', () => {
  let supabase: SupabaseServer;
  let on: Stage<Frames, Answer>;
  let open: ProbeClient[] = [];

  const begin = async (environment: Environment = {}): Promise<void> => {
    const place = placeInFolder('memory');
    on = await stage<Frames, Answer>(
      TRANSPORTS['plain ws'],
      {
        ...place,
        environment: {
          ...place.environment,
          SUPABASE_URL: supabase.url,
          SUPABASE_ANON_KEY: ANON_KEY,
          ...environment,
        },
      },
      byCookies,
    );
  };

  beforeEach(async () => {
    supabase = await supabaseServer((sub, seconds) => token({ sub }, seconds));
  });
  afterEach(async () => {
    for (const client of open) client.close();
    open = [];
    await on.leave();
    await supabase.stop();
  });

  const connect = async (kind: string, headers: Headers): Promise<ProbeClient> => {
    const client = await (clients[kind] ?? expect.fail(kind))(on.url, headers);
    open.push(client);
    return client;
  };

  const needsToken = async (client: ProbeClient): Promise<void> => {
    expect(await client.request('count', {})).to.deep.equal({ ok: false, why: 'AuthRequired' });
  };

  const me = async (headers: Headers): Promise<readonly unknown[]> => {
    const response = await fetch(`${on.url}/api/probe/me`, { headers });
    return [response.status, await response.json()];
  };

  for (const kind of Object.keys(clients)) {
    describe(`over ${kind}`, () => {
      it('is renewed, whether its token has expired or is missing', async () => {
        await begin();
        for (const access of [outdated(), undefined]) {
          const sub = someone();
          const client = await connect(kind, cookies(supabase.signIn(sub), access));
          expect(await client.next('welcome')).to.deep.equal({ id: sub });
        }
        expect(supabase.asked).to.have.lengthOf(2);
      });

      it('is none when its refresh token is refused', async () => {
        await begin();
        await needsToken(await connect(kind, cookies('never-issued', outdated())));
      });

      it('is waited for while nobody can be asked, save by who has a token as well', async () => {
        await begin();
        supabase.answer((_request, response) => response.writeHead(503).end());
        const headers = cookies(supabase.signIn(someone()), outdated());
        const refusal = await connect(kind, headers).then(
          () => 'none',
          (error: unknown) => String(error),
        );
        expect(refusal).to.match(/Service unavailable|503/);
        const sub = someone();
        const withToken = { ...headers, authorization: `Bearer ${token({ sub })}` };
        const client = await connect(kind, withToken);
        expect(await client.next('welcome')).to.deep.equal({ id: sub });
      });

      it('is not asked for by who has a token that is good', async () => {
        await begin();
        const [sub, refresh] = [someone(), supabase.signIn(someone())];
        for (const headers of [
          cookies(refresh, token({ sub })),
          { ...cookies(refresh), authorization: `Bearer ${token({ sub })}` },
        ]) {
          const client = await connect(kind, headers);
          expect(await client.next('welcome')).to.deep.equal({ id: sub });
        }
        expect(supabase.asked).to.have.lengthOf(0);
      });
    });
  }

  for (const [kind, shake] of Object.entries(handshakes)) {
    describe(`in the answer of ${kind}`, () => {
      it('has its new cookies, by which its client is known, and renewed again', async () => {
        await begin();
        const sub = someone();
        const set = await shake(on.url, cookies(supabase.signIn(sub), outdated()));
        const [access, refresh, ...others] = set.map((line) => parseSetCookie(line));
        const common = { path: '/', httpOnly: true, sameSite: 'lax' };
        expect(others).to.deep.equal([]);
        expect(access).to.deep.include({ name: COOKIES.access, maxAge: 3_600, ...common });
        expect(refresh).to.deep.include({ name: COOKIES.refresh, maxAge: 2_592_000, ...common });
        expect(set.join('\n')).to.not.contain('Secure');
        const headers = cookies(refresh?.value ?? '', access?.value);
        expect(await me(headers)).to.deep.equal([200, { id: sub }]);
        expect(supabase.asked).to.have.lengthOf(1);
        expect(await me(cookies(refresh?.value ?? ''))).to.deep.equal([200, { id: sub }]);
        expect(supabase.asked).to.have.lengthOf(2);
      });

      it('has none that a browser would send unencrypted where clients come by https', async () => {
        await begin({ PUBLIC_URL: 'https://chat.example.com' });
        const set = await shake(on.url, cookies(supabase.signIn(someone())));
        expect(set).to.have.lengthOf(2);
        for (const line of set) expect(line).to.match(/; Secure(;|$)/);
      });

      it('has none where nothing was renewed', async () => {
        await begin();
        expect(await shake(on.url, cookies('never-issued', outdated()))).to.deep.equal([]);
        expect(await shake(on.url, {})).to.deep.equal([]);
      });

      it('has none for the page of another site', async () => {
        await begin();
        const headers = {
          ...cookies(supabase.signIn(someone())),
          'sec-fetch-site': 'cross-site',
        };
        expect(await shake(on.url, headers)).to.deep.equal([]);
        expect(supabase.asked).to.have.lengthOf(0);
      });
    });
  }

  it('is renewed once for all that a page opens at a time', async () => {
    await begin();
    const sub = someone();
    const headers = cookies(supabase.signIn(sub), outdated());
    const answers = await Promise.all([
      ...Object.keys(clients).map(async (kind) =>
        (await connect(kind, headers)).next('welcome').then((data) => data.id),
      ),
      ...[1, 2, 3].map(() => me(headers).then(([, body]) => (body as { id: string }).id)),
    ]);
    expect(answers).to.deep.equal(answers.map(() => sub));
    expect(supabase.asked).to.have.lengthOf(1);
  });

  it('is not renewed for a dialect that has no cookies', async () => {
    await begin();
    const headers = cookies(supabase.signIn(someone()));
    const { status, set } = await upgrade(on.url, wsPath(outright), headers);
    expect([status, set]).to.deep.equal([101, []]);
    expect(supabase.asked).to.have.lengthOf(0);
  });

  it('is not lost by who is told that he connects too often', async () => {
    await begin({ RATE_CONNECTIONS: '1/600' });
    expect((await upgrade(on.url, wsPath(byCookies), {})).status).to.equal(101);
    const headers = cookies(supabase.signIn(someone()));
    const { status, set } = await upgrade(on.url, wsPath(byCookies), headers);
    expect([status, set.length]).to.deep.equal([429, 2]);
  });

  it('is not renewed as often as one address likes', async () => {
    await begin({ RATE_CONNECTIONS: '2/600' });
    for (const status of [200, 200, 429]) {
      expect((await me(cookies(supabase.signIn(someone()))))[0]).to.equal(status);
    }
    const headers = cookies(supabase.signIn(someone()));
    expect((await upgrade(on.url, wsPath(byCookies), headers)).status).to.equal(429);
    expect(supabase.asked).to.have.lengthOf(2);
  });

  it('is not told to have ended by REST while nobody can be asked', async () => {
    await begin();
    supabase.answer((_request, response) => response.writeHead(429).end());
    const headers = cookies(supabase.signIn(someone()), outdated());
    expect((await me(headers))[0]).to.equal(503);
    const bearer = { ...headers, authorization: `Bearer ${token({ sub: 'somebody' })}` };
    expect(await me(bearer)).to.deep.equal([200, { id: 'somebody' }]);
  });

  it('has no cookie of a token that is not taken here', async () => {
    await begin();
    const tokens = { access_token: 'not-ours', refresh_token: 'next', expires_in: 3_600 };
    supabase.answer((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(tokens)),
    );
    const headers = cookies(supabase.signIn(someone()), outdated());
    const response = await fetch(`${on.url}/api/probe/me`, { headers });
    expect([response.status, response.headers.getSetCookie()]).to.deep.equal([503, []]);
  });

  it('is renewed nowhere where nobody is there to do it', async () => {
    await begin({ SUPABASE_URL: '', SUPABASE_ANON_KEY: '' });
    expect(await me(cookies('somebody'))).to.deep.equal([401, { why: 'AuthRequired' }]);
  });
});
