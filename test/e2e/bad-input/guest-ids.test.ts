import { expect } from 'chai';
import type { App } from '../../../src/bootstrap/app.js';
import { within } from '../support/deadline.js';
import { openAsKnownGuest, postGuest, publicFormOf, withWrongCheck } from '../support/guests.js';
import { startServer } from '../support/in-process-server.js';
import { openRawSocketio } from '../support/raw-socketio.js';
import type { RestOptions } from '../support/rest-client.js';
import { connectSupportSocketio, openSupportWs } from '../support/support-clients.js';
import { someone, token } from '../support/tokens.js';

/** Who somebody is taken for, or the status, words or close code that he is refused with. */
type Outcome = number | string;

/** All that a client may bring along at once. */
interface Brought {
  /** In JSON: a body, a handshake's `auth`, a frame `auth`. */
  readonly json?: Readonly<Record<string, unknown>> | string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
}

type Guests = Readonly<Record<'own' | 'other', string>>;

describe('guests’ ids that are no good, or too many', () => {
  let server: App;
  let guests: Guests;

  before(async () => {
    server = await startServer();
    const [own, other] = [await openAsKnownGuest(server.url), await openAsKnownGuest(server.url)];
    guests = { own: own.guestId, other: other.guestId };
  });
  after(() => server.stop());

  const named = (who: { readonly type?: string; readonly guestId?: string }): Outcome => {
    if (who.type === 'user') return 'a user';
    if (who.guestId === guests.own) return 'himself';
    if (who.guestId === guests.other) return 'another';
    expect(who.guestId).to.match(/^guest_\d{13}_[0-9A-Za-z]{44}$/);
    return 'a newcomer';
  };

  const DOORS = {
    REST: async ({ json, query = '', headers = {} }: Brought): Promise<Outcome> => {
      const options: RestOptions = {
        headers: { 'content-type': 'application/json', ...headers },
        ...(json === undefined
          ? {}
          : { body: typeof json === 'string' ? json : JSON.stringify(json) }),
      };
      const { status, body } = await postGuest(server.url, query, options);
      return status === 200 ? named(body.data) : status;
    },
    'Socket.IO': async ({ json = {}, headers = {} }: Brought): Promise<Outcome> => {
      const auth = { ...(json as object) };
      try {
        const client = await connectSupportSocketio(server.url, auth, { headers });
        const who = await client.next('connection:success');
        client.close();
        return named(who);
      } catch (error) {
        return (error as Error).message;
      }
    },
    ws: async ({ headers = {}, protocols = [] }: Brought): Promise<Outcome> => {
      try {
        const client = await openSupportWs(server.url, { headers, protocols });
        const who = await client.next('connection:success');
        client.close();
        return named(who);
      } catch (error) {
        return (error as Error).message;
      }
    },
    'a frame': async ({ json = {} }: Brought): Promise<Outcome> => {
      const client = await openSupportWs(server.url);
      await client.next('connection:success');
      const payload = typeof json === 'string' ? (JSON.parse(json) as unknown) : json;
      client.emit('auth', payload);
      const outcome = await within(
        Promise.race([client.next('connection:success').then(named), client.closed]),
        () => 'an answer to auth',
      );
      // Never silent: whoever is refused hears so before he is closed.
      if (typeof outcome === 'number' && outcome === 4401) await client.next('message:error');
      client.close();
      return outcome;
    },
  } as const;

  type DoorName = keyof typeof DOORS;

  const protocolsOf = (...ids: readonly string[]): readonly string[] => [
    'switchboard.v1',
    ...ids.map((id) => `guest.${id}`),
  ];
  const queryOf = (...ids: readonly string[]): string =>
    `?${ids.map((id) => `guestId=${encodeURIComponent(id)}`).join('&')}`;

  /** Every place in which one id may be. */
  const PLACES: Readonly<Record<string, readonly [DoorName, (id: string) => Brought]>> = {
    body: ['REST', (guestId) => ({ json: { guestId } })],
    query: ['REST', (id) => ({ query: queryOf(id) })],
    header: ['REST', (id) => ({ headers: { 'x-guest-id': id } })],
    cookie: ['REST', (id) => ({ headers: { cookie: `guest_id=${id}` } })],
    handshake: ['Socket.IO', (guestId) => ({ json: { guestId } })],
    'handshake’s header': ['Socket.IO', (id) => ({ headers: { 'x-guest-id': id } })],
    'handshake’s cookie': ['Socket.IO', (id) => ({ headers: { cookie: `guest_id=${id}` } })],
    'upgrade’s header': ['ws', (id) => ({ headers: { 'x-guest-id': id } })],
    'upgrade’s cookie': ['ws', (id) => ({ headers: { cookie: `guest_id=${id}` } })],
    subprotocol: ['ws', (id) => ({ protocols: protocolsOf(id) })],
    frame: ['a frame', (guestId) => ({ json: { guestId } })],
  };

  const ODD: Readonly<Record<string, (own: string) => string>> = {
    'the public form': publicFormOf,
    'a wrong check': withWrongCheck,
    'one character more': (own) => `${own}0`,
    'one character less': (own) => own.slice(0, -1),
    'other letters': (own) => own.toUpperCase(),
    'two forms in one': (own) => publicFormOf(own) + own,
    'what 001 has': () => 'test_guest_123',
    'what 000 has': () => 'guest_1234567890_abc123',
    'a name that objects have': () => '__proto__',
    'another one': () => 'constructor',
    nothing: () => 'x',
  };

  for (const [place, [door, bring]] of Object.entries(PLACES)) {
    it(`in the ${place}: nobody is whom they name, and whose id is good is himself`, async () => {
      expect(await DOORS[door](bring(guests.own))).to.equal('himself');
      for (const [what, of] of Object.entries(ODD)) {
        expect(await DOORS[door](bring(of(guests.own))), what).to.equal('a newcomer');
      }
    });
  }

  /** Where the place can hold what is no text, or of another alphabet. */
  const ODDER: readonly unknown[] = [
    ...[null, true, 0, -1, 1e308, '', ' ', [], {}, [[]], ['x'], { guestId: 'x' }],
    ...['гость_1234567890123_абв', '客人', '\u0000', 'guest_\ud800', '‮guest_', '😀'.repeat(20)],
  ];

  for (const door of ['REST', 'Socket.IO', 'a frame'] as const) {
    it(`that are no ids at all, in JSON, by ${door}: a newcomer`, async () => {
      for (const guestId of ODDER) {
        const outcome = await DOORS[door]({ json: { guestId } });
        expect(outcome, JSON.stringify(guestId)).to.equal('a newcomer');
      }
    });
  }

  /** By row: what is brought, and who somebody is taken for. */
  const TOGETHER: readonly (readonly [string, DoorName, (guests: Guests) => Brought, Outcome])[] = [
    [
      'body and query',
      'REST',
      ({ own, other }) => ({ json: { guestId: own }, query: queryOf(other) }),
      401,
    ],
    [
      'body and header',
      'REST',
      ({ own, other }) => ({ json: { guestId: own }, headers: { 'x-guest-id': other } }),
      401,
    ],
    [
      'query and header',
      'REST',
      ({ own, other }) => ({ query: queryOf(own), headers: { 'x-guest-id': other } }),
      401,
    ],
    ['a query twice', 'REST', ({ own, other }) => ({ query: queryOf(own, other) }), 401],
    [
      'a header twice',
      'REST',
      ({ own, other }) => ({ headers: { 'x-guest-id': `${own}, ${other}` } }),
      401,
    ],
    ['two in a body', 'REST', ({ own, other }) => ({ json: { guestId: [own, other] } }), 401],
    [
      'the same everywhere',
      'REST',
      ({ own }) => ({
        json: { guestId: own },
        query: queryOf(own, own),
        headers: { 'x-guest-id': own },
      }),
      'himself',
    ],
    [
      'one and one that is no good',
      'REST',
      ({ own }) => ({ json: { guestId: 'x' }, query: queryOf(own, withWrongCheck(own)) }),
      'himself',
    ],
    ['a query with brackets', 'REST', ({ own }) => ({ query: `?guestId[]=${own}` }), 'a newcomer'],
    [
      'a query of an object',
      'REST',
      ({ own }) => ({ query: `?guestId[a]=${own}&__proto__[guestId]=${own}` }),
      'a newcomer',
    ],
    [
      'a prototype in JSON',
      'REST',
      ({ own }) => ({ json: `{"__proto__":{"guestId":"${own}"}}` }),
      400,
    ],
    [
      'two of one name in JSON',
      'REST',
      ({ own, other }) => ({ json: `{"guestId":"${other}","guestId":"${own}"}` }),
      'himself',
    ],
    [
      'a cookie beside another’s id',
      'REST',
      ({ own, other }) => ({ query: queryOf(own), headers: { cookie: `guest_id=${other}` } }),
      'himself',
    ],
    [
      'a cookie beside what is no good',
      'REST',
      ({ own }) => ({ query: queryOf('x'), headers: { cookie: `guest_id=${own}` } }),
      'himself',
    ],
    [
      'two cookies',
      'REST',
      ({ own, other }) => ({ headers: { cookie: `guest_id=${own}; guest_id=${other}` } }),
      'himself',
    ],
    [
      'a cookie that does not decode',
      'REST',
      ({ own }) => ({ headers: { cookie: `guest_id=%E0%A4%A; guest_id=${own}` } }),
      'himself',
    ],
    [
      'a cookie of rubbish first',
      'REST',
      ({ own }) => ({ headers: { cookie: `guest_id=x; guest_id=${own}` } }),
      'a newcomer',
    ],
    [
      'rubbish for cookies',
      'REST',
      () => ({ headers: { cookie: ';;=;guest_id;"=' } }),
      'a newcomer',
    ],
    [
      'handshake and header',
      'Socket.IO',
      ({ own, other }) => ({ json: { guestId: own }, headers: { 'x-guest-id': other } }),
      'Authentication failed',
    ],
    [
      'two in a handshake',
      'Socket.IO',
      ({ own, other }) => ({ json: { guestId: [own, other] } }),
      'Authentication failed',
    ],
    [
      'handshake and cookie',
      'Socket.IO',
      ({ own, other }) => ({ json: { guestId: own }, headers: { cookie: `guest_id=${other}` } }),
      'himself',
    ],
    [
      'subprotocol and header',
      'ws',
      ({ own, other }) => ({ protocols: protocolsOf(own), headers: { 'x-guest-id': other } }),
      'Unexpected server response: 401',
    ],
    [
      'two subprotocols',
      'ws',
      ({ own, other }) => ({ protocols: protocolsOf(own, other) }),
      'Unexpected server response: 401',
    ],
    [
      'subprotocol and cookie',
      'ws',
      ({ own, other }) => ({
        protocols: protocolsOf(own),
        headers: { cookie: `guest_id=${other}` },
      }),
      'himself',
    ],
    ['two in a frame', 'a frame', ({ own, other }) => ({ json: { guestId: [own, other] } }), 4401],
  ];

  for (const [what, door, bring, outcome] of TOGETHER) {
    it(`${what}, by ${door}: ${outcome}`, async () => {
      expect(await DOORS[door](bring(guests))).to.equal(outcome);
    });
  }

  /** A token that is given outright is never passed over. */
  const BESIDE_TOKENS: Readonly<
    Record<string, readonly [() => unknown, isGood: boolean | 'none']>
  > = {
    'one that is good': [() => token({ sub: someone() }), true],
    'one that has expired': [() => token({ sub: someone() }, -60), false],
    'one of rubbish': [() => 'x.y.z', false],
    'an empty one': [() => '', false],
    'one that is no text': [() => ({ $ne: null }), false],
    null: [() => null, 'none'],
  };

  const JSON_DOORS = { 'Socket.IO': 'Authentication failed', 'a frame': 4401 } as const;

  for (const [what, [make, isGood]] of Object.entries(BESIDE_TOKENS)) {
    it(`an id beside a token, ${what}, in JSON`, async () => {
      for (const [door, refusal] of Object.entries(JSON_DOORS)) {
        const json = { token: make(), guestId: guests.own };
        const expected = isGood === 'none' ? 'himself' : isGood ? 'a user' : refusal;
        expect(await DOORS[door as keyof typeof JSON_DOORS]({ json }), door).to.equal(expected);
      }
    });
  }

  it('an id in whichever place beside a token that has expired: refused', async () => {
    const headers = { authorization: `Bearer ${token({ sub: someone() }, -60)}` };
    const refusals = {
      REST: 401,
      'Socket.IO': 'Authentication failed',
      ws: 'Unexpected server response: 401',
    } as const;
    for (const [place, [door, bring]] of Object.entries(PLACES)) {
      if (door === 'a frame') continue;
      const brought = bring(guests.own);
      const outcome = await DOORS[door]({
        ...brought,
        headers: { ...brought.headers, ...headers },
      });
      expect(outcome, place).to.equal(refusals[door]);
    }
    const protocols = [...protocolsOf(guests.own), `bearer.${token({ sub: someone() }, -60)}`];
    expect(await DOORS.ws({ protocols })).to.equal(refusals.ws);
    for (const scheme of ['Basic eDp5', 'Bearer', 'x', 'bearer  ']) {
      const outcome = await DOORS.REST({
        query: queryOf(guests.own),
        headers: { authorization: scheme },
      });
      expect(outcome, scheme).to.equal(401);
    }
  });

  const MEGABYTE = 'guest_'.padEnd(1_000_000, '0');

  it('of a megabyte: too large, wherever they are, and the server goes on', async () => {
    expect(await DOORS.REST({ json: { guestId: MEGABYTE } })).to.equal(413);
    const handshake = await openRawSocketio(server.url);
    handshake.packet(`0/support,${JSON.stringify({ guestId: MEGABYTE })}`);
    expect(await handshake.closed).to.equal(1009);
    expect(await DOORS['a frame']({ json: { guestId: MEGABYTE } })).to.equal(1009);
    for (const brought of [
      { headers: { 'x-guest-id': MEGABYTE.slice(0, 20_000) } },
      { headers: { cookie: `guest_id=${MEGABYTE.slice(0, 20_000)}` } },
      { query: queryOf(MEGABYTE.slice(0, 20_000)) },
    ]) {
      const response = await fetch(
        `${server.url}/api/support/conversation/guest${brought.query ?? ''}`,
        {
          method: 'POST',
          headers: { ...brought.headers },
        },
      );
      expect(response.status).to.equal(431);
    }
    const upgrade = 'Unexpected server response: 431';
    expect(await DOORS.ws({ headers: { 'x-guest-id': MEGABYTE.slice(0, 20_000) } })).to.equal(
      upgrade,
    );
    expect(await DOORS.ws({ protocols: protocolsOf(MEGABYTE.slice(0, 20_000)) })).to.equal(upgrade);
    expect(await DOORS.REST({ query: queryOf(guests.own) })).to.equal('himself');
  });
});
