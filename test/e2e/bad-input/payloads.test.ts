import { expect } from 'chai';
import type { Dialect, EventRow, Route } from '../../../src/adapters/inbound/gateway/dialect.js';
import { reaching } from '../../adapters/inbound/dialects/rows/stand-ins.js';
import { type DialectName, DIALECTS, dialects } from '../../../src/bootstrap/dialects.js';
import { expectSame } from '../../support/expect-same.js';
import { groundOf } from '../../support/guest-ids.js';
import { propertiesOf, takesText } from '../../support/schemas.js';
import { ASKERS } from './hostile-askers.js';
import { wasRefused, wasTurnedAway } from './hostile-checks.js';
import { type HostileGround, hostileGround } from './hostile-ground.js';
import { HOSTILE, HOSTILE_ESCAPES, NOT_JSON } from './hostile-payloads.js';
import { CONNECTED, PEOPLE } from './hostile-people.js';
import { isWrongAt, type Path, placesOf, rightInput, withHostile } from './hostile-places.js';
import { expectUnharmed, watched } from './hostile-watch.js';
import { escaped, type RawRequest, requester } from './hostile-requests.js';

const isAlwaysTaken = ({ failures }: EventRow): boolean =>
  failures.every(({ kind }) => kind === 'ValidationFailed');

/** A store that is down is none of a client's doing. */
const asksForNothing = ({ failures, input }: EventRow): boolean =>
  Object.keys(propertiesOf(input)).length === 0 &&
  failures.every(({ kind }) => kind === 'ValidationFailed' || kind === 'Unavailable');

const saysNoMoreThanDone = ({ output }: EventRow): boolean =>
  Object.keys(propertiesOf(output)).join() === 'success';

/** An event that changes nothing, of anybody whose own things are in it, whatever came before. */
const harmlessOf = ({ name, events }: Dialect): string => {
  const row =
    events.find(isAlwaysTaken) ??
    events.find(asksForNothing) ??
    events.findLast(saysNoMoreThanDone);
  if (row === undefined) throw new Error(`${name} has no event that is always taken`);
  return row.event;
};

const isRefusal = (answer: unknown): boolean =>
  (answer as { readonly success?: unknown }).success === false;

const named = (what: string, path: Path): string => `${what} at ${path.join('.') || 'the top'}`;

const describeHostility = (name: DialectName): void => {
  // Its tables alone: what is asked is asked of a server.
  const dialect = dialects[name](groundOf(reaching));
  const harmless = harmlessOf(dialect);
  const connected = Object.entries(CONNECTED).filter(
    ([who]) => dialect.admission.guests || who !== 'guest',
  );
  let ground: HostileGround;

  before(async () => {
    ground = await hostileGround();
  });
  after(() => ground.stop());

  afterEach(() => expectUnharmed(ground));

  it('are so many', () => {
    expect(HOSTILE).to.have.length.of.at.least(40);
    expect([...dialect.events, ...dialect.rest.routes]).to.have.length.of.at.least(8);
  });

  const frames = function* (row: EventRow, right: unknown) {
    for (const path of placesOf(row)) {
      for (const hostile of HOSTILE) {
        const isWrong = isWrongAt(row.input, right, path, hostile);
        const payload = withHostile(right, path, hostile.json);
        yield { what: named(hostile.what, path), isWrong, payload };
      }
    }
  };

  for (const row of dialect.events) {
    for (const [transport, connect] of Object.entries(ASKERS)) {
      it(`are answered to ${row.event} over ${transport}`, async () => {
        for (const [who, make] of connected) {
          const person = await make(ground);
          const client = await connect(
            { name, namespace: dialect.namespace },
            ground.url,
            person.credentials,
          );
          await client.ask(harmless, '{}');
          for (const { payload, ...one } of frames(row, rightInput(row, person.known))) {
            const asked = { ...one, what: `${who}: ${one.what}` };
            await watched(ground, person, asked, async () =>
              wasRefused(dialect, row, await client.ask(row.event, payload)),
            );
            const good = await client.ask(harmless, JSON.stringify(person.known));
            expectSame(isRefusal(good.answer), false, `refused after ${asked.what}`);
          }
          client.close();
        }
      });
    }
  }

  type Parts = Readonly<Record<'params' | 'query', Readonly<Record<string, string | number>>>> & {
    readonly body?: unknown;
  };

  /** A request with this, escaped, in place of a parameter of its path or its query. */
  const requestOf = (
    { method, path }: Route,
    right: unknown,
    [part, name]: Path = [],
    instead = '',
  ): Omit<RawRequest, 'credentials'> => {
    const { params = {}, query = {}, body } = right as Partial<Parts>;
    const written = (of: 'params' | 'query', value: Parts['query']) =>
      Object.entries({
        ...Object.fromEntries(
          Object.entries(value).map(([key, one]) => [key, escaped(String(one))]),
        ),
        ...(part === of && name !== undefined ? { [name]: instead } : {}),
      });
    const target = written('params', params).reduce(
      (whole, [key, value]) => whole.replace(`:${key}`, () => value),
      path,
    );
    const search = written('query', query).map((pair) => pair.join('='));
    return {
      method,
      target: search.length === 0 ? target : `${target}?${search.join('&')}`,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
  };

  const inBodies = function* (route: Route, right: unknown) {
    const { body: schema = {} } = propertiesOf(route.input);
    const { body = {} } = right as Partial<Parts>;
    const request = requestOf(route, right);
    const isRead = route.body === 'json';
    const paths = placesOf(route).filter(([part]) => part === 'body');
    for (const path of [[], ...paths.map(([, ...inner]) => inner)]) {
      const asking = (what: string, json: string, isWrong: boolean) => ({
        what: named(what, ['body', ...path]),
        isWrong: isRead && isWrong,
        request: { ...request, body: withHostile(body, path, json) },
      });
      for (const hostile of HOSTILE) {
        yield asking(hostile.what, hostile.json, isWrongAt(schema, body, path, hostile));
      }
      for (const [what, text] of Object.entries(NOT_JSON)) yield asking(what, text, true);
    }
  };

  const inTargets = function* (route: Route, right: unknown) {
    const paths = placesOf(route).filter(([part]) => part === 'params' || part === 'query');
    for (const path of paths) {
      const [part = '', name = ''] = path;
      const schema = propertiesOf(propertiesOf(route.input)[part] ?? {})[name] ?? {};
      for (const { what, json, value } of HOSTILE) {
        const text = typeof value === 'string' ? value : json;
        // Without its parameter it is another path.
        if (part === 'params' && text === '') continue;
        const request = requestOf(route, right, path, escaped(text));
        yield { what: named(what, path), isWrong: !takesText(schema, text), request };
      }
      for (const escape of HOSTILE_ESCAPES) {
        const request = requestOf(route, right, path, escape);
        yield { what: named(escape, path), isWrong: false, request };
      }
    }
  };

  for (const route of dialect.rest.routes) {
    it(`are answered to ${route.method} ${route.path}`, async () => {
      for (const [who, make] of Object.entries(PEOPLE)) {
        const person = await make(ground);
        const { credentials, known } = person;
        const client = requester(ground.url);
        const right = rightInput(route, known);
        for (const { request, ...one } of [...inBodies(route, right), ...inTargets(route, right)]) {
          const asked = { ...one, what: `${who}: ${one.what}` };
          await watched(ground, person, asked, async () =>
            wasTurnedAway(dialect, route, await client.ask({ ...request, credentials })),
          );
        }
        const good = { method: 'POST', target: '/api/support/conversation/guest', credentials: {} };
        expect((await client.ask(good)).status, who).to.equal(200);
        client.close();
      }
    });
  }
};

for (const name of DIALECTS)
  describe(`40 hostile payloads and more for ${name}`, () => describeHostility(name));
