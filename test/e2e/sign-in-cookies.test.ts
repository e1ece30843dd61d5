import { expect } from 'chai';
import type { Answer, Frames, ProbeClient } from '../dialects/probe/probe.js';
import { placeInFolder } from '../support/bound-stores.js';
import { byCookies, COOKIES, outright } from './support/cookie-dialects.js';
import { TRANSPORTS } from './support/doors.js';
import { connectSocketio } from './support/socketio-client.js';
import type { Spoken } from './support/spoken.js';
import { type Stage, stage } from './support/stages.js';
import { someone, token } from './support/tokens.js';
import { openWs, upgradeStatus, wsPath } from './support/ws-client.js';

type Headers = Readonly<Record<string, string>>;

const cookieOf = (value: string): Headers => ({ cookie: `other=1; ${COOKIES.access}=${value}` });

const bearer = (value: string): Headers => ({ authorization: `Bearer ${value}` });

const outdated = (sub: string): string => token({ sub }, -10);

const connections: Readonly<
  Record<string, (spoken: Spoken, url: string, headers: Headers) => Promise<ProbeClient>>
> = {
  'Socket.IO': (spoken, url, headers) => connectSocketio(spoken, url, {}, { headers }),
  'Socket.IO by long polling': (spoken, url, headers) =>
    connectSocketio(spoken, url, {}, { headers, transports: ['polling'] }),
  'plain ws': (spoken, url, headers) => openWs(spoken, url, { path: wsPath(spoken), headers }),
};

describe('a token in a cookie', () => {
  let on: Stage<Frames, Answer>;
  let clients: ProbeClient[] = [];

  before(async () => {
    on = await stage<Frames, Answer>(TRANSPORTS['plain ws'], placeInFolder('memory'), byCookies);
  });
  after(() => on.leave());
  afterEach(() => {
    for (const client of clients) client.close();
    clients = [];
  });

  const needsToken = async (client: ProbeClient): Promise<void> => {
    expect(await client.request('count', {})).to.deep.equal({ ok: false, why: 'AuthRequired' });
  };

  for (const [name, connect] of Object.entries(connections)) {
    describe(`over ${name}`, () => {
      const come = async (headers: Headers, spoken: Spoken = byCookies): Promise<ProbeClient> => {
        const client = await connect(spoken, on.url, headers);
        clients.push(client);
        return client;
      };

      it('says who somebody is', async () => {
        const sub = someone();
        const client = await come(cookieOf(token({ sub })));
        expect(await client.next('welcome')).to.deep.equal({ id: sub });
      });

      it('counts as none when it is stale, or no token', async () => {
        for (const value of [outdated(someone()), 'no-token', '']) {
          await needsToken(await come(cookieOf(value)));
        }
      });

      it('counts for nothing beside a token that is given outright', async () => {
        const sub = someone();
        const headers = { ...cookieOf(token({ sub: someone() })), ...bearer(token({ sub })) };
        expect(await (await come(headers)).next('welcome')).to.deep.equal({ id: sub });
      });

      it('is none to a dialect that has no cookies', async () => {
        await needsToken(await come(cookieOf(token({ sub: someone() })), outright));
      });
    });
  }

  it('is none from the page of another site, which names no origin', async () => {
    const headers = { ...cookieOf(token({ sub: someone() })), 'sec-fetch-site': 'cross-site' };
    const client = await openWs<Frames, Answer>(byCookies, on.url, {
      path: wsPath(byCookies),
      headers,
    });
    clients.push(client);
    await needsToken(client);
  });

  it('does not save whoever gives a bad token outright', async () => {
    const headers = {
      ...cookieOf(token({ sub: someone() })),
      ...bearer(outdated(someone())),
    };
    const options = { path: wsPath(byCookies), headers };
    expect(await upgradeStatus(on.url, options)).to.equal(401);
    const refused = connectSocketio(byCookies, on.url, {}, { headers }).then(
      () => 'let in',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(await refused).to.equal('Authentication failed');
  });

  describe('over HTTP', () => {
    const me = async (headers: Headers): Promise<readonly unknown[]> => {
      const response = await fetch(`${on.url}/api/probe/me`, { headers });
      return [response.status, await response.json()];
    };

    it('says who somebody is', async () => {
      const sub = someone();
      expect(await me(cookieOf(token({ sub })))).to.deep.equal([200, { id: sub }]);
    });

    it('counts as none when it is stale, and from the page of another site', async () => {
      const needed = [401, { why: 'AuthRequired' }];
      expect(await me(cookieOf(outdated(someone())))).to.deep.equal(needed);
      const good = cookieOf(token({ sub: someone() }));
      expect(await me({ ...good, 'sec-fetch-site': 'cross-site' })).to.deep.equal(needed);
    });

    it('counts for nothing beside a token that is given outright', async () => {
      const [sub, cookie] = [someone(), cookieOf(token({ sub: someone() }))];
      expect(await me({ ...cookie, ...bearer(token({ sub })) })).to.deep.equal([200, { id: sub }]);
      const refused = await me({ ...cookie, ...bearer('no-token') });
      expect(refused).to.deep.equal([401, { why: 'InvalidToken' }]);
    });
  });
});
