import { expect } from 'chai';
import { supportDialect } from '../../../src/adapters/inbound/dialects/support/support-dialect.js';
import { reaching } from '../../adapters/inbound/dialects/rows/stand-ins.js';
import { replaced } from '../../adapters/inbound/dialects/rows/schema-samples.js';
import { groundOf } from '../../support/guest-ids.js';
import { within } from '../support/deadline.js';
import { type Credentials, headersOf } from '../support/doors.js';
import { connectSupportSocketio, openSupportWs } from '../support/support-clients.js';
import { wasRefused, wasTurnedAway } from './hostile-checks.js';
import { type HostileGround, hostileGround } from './hostile-ground.js';
import { NOT_JSON } from './hostile-payloads.js';
import { CONNECTED, PEOPLE, type Person } from './hostile-people.js';
import { placesOf, rightInput, UNKNOWN } from './hostile-places.js';
import { type RawReply, type RawRequest, requester } from './hostile-requests.js';
import { expectUnharmed, watched } from './hostile-watch.js';
import { KIB } from './sizes.js';

const dialect = supportDialect(groundOf(reaching));

const BINARY: Readonly<Record<string, unknown>> = {
  'no bytes': Buffer.alloc(0),
  'a few bytes': Buffer.from([0, 1, 0xff]),
  'the bytes of an id': Buffer.from('00000000-0000-7000-8000-000000000001'),
  'many bytes': Buffer.alloc(60 * KIB),
  'more bytes than a frame may have': Buffer.alloc(70 * KIB),
  'bytes in an object': { toString: Buffer.from('x') },
  'bytes in an array': [Buffer.from('x'), Buffer.from('y')],
};

const BOUNDARY = 'boundary';

const form = (field: string, value: string): string =>
  [
    `--${BOUNDARY}`,
    `Content-Disposition: form-data; name="${field}"; filename="../x.json"`,
    'Content-Type: application/json',
    '',
    value,
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n');

/** Bodies that no route reads, and what each is said to be; with the status for who may call. */
const BODIES: Readonly<Record<string, Pick<RawRequest, 'body' | 'contentType'> & Expected>> = {
  'a form': {
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: form('code', '000000'),
    status: 415,
  },
  'a form without a boundary': {
    contentType: 'multipart/form-data',
    body: form('code', '000000'),
    status: 415,
  },
  'a form of a mebibyte': {
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: form('note', 'x'.repeat(1_024 * KIB)),
    status: 415,
  },
  'JSON that is said to be a form': {
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: '{"code":"000000"}',
    status: 415,
  },
  'JSON that is said to be text': { contentType: 'text/plain', body: '{}', status: 415 },
  'a page’s form': {
    contentType: 'application/x-www-form-urlencoded',
    body: 'code=000000&__proto__[x]=1',
    status: 415,
  },
  'a form that is said to be JSON': {
    contentType: 'application/json',
    body: form('code', '000000'),
    status: 400,
  },
  'bytes that are no text': {
    contentType: 'application/json',
    body: Buffer.from([0x22, 0xff, 0xfe]),
    status: 400,
  },
};

interface Expected {
  readonly status: number;
}

describe('hostile payloads as but one transport can carry them', () => {
  let ground: HostileGround;

  before(async () => {
    ground = await hostileGround();
  });
  after(() => ground.stop());
  afterEach(() => expectUnharmed(ground));

  const ws = async (credentials: Credentials) => {
    const client = await openSupportWs(ground.url, { headers: headersOf(credentials) });
    await client.next('connection:success');
    return client;
  };

  const socketio = async (credentials: Credentials) => {
    const client = await connectSupportSocketio(ground.url, { ...credentials });
    await client.next('connection:success');
    return client;
  };

  for (const row of dialect.events) {
    it(`${row.event}: bytes are answered over Socket.IO`, async () => {
      for (const [who, make] of Object.entries(CONNECTED)) {
        const person = await make(ground);
        const client = await socketio(person.credentials);
        for (const path of placesOf(row).filter((one) => !one.includes(UNKNOWN))) {
          for (const [what, bytes] of Object.entries(BINARY)) {
            const asked = { what: `${who}: ${what} at ${path.join('.')}`, isWrong: true };
            await watched(ground, person, asked, async () => {
              const payload = replaced(rightInput(row, person.known), path, bytes);
              const answer = await client.request(row.event, payload);
              const data = await client.next('message:error');
              return wasRefused(dialect, row, {
                answer,
                frames: [{ event: 'message:error', data }],
              });
            });
          }
        }
        expect(await client.request('conversation:leave', person.known)).to.include({
          success: true,
        });
        client.close();
      }
    });

    it(`${row.event}: what is no JSON is answered over ws, and cut over Socket.IO`, async () => {
      const person = await PEOPLE.customer(ground);
      const client = await ws(person.credentials);
      for (const [what, text] of Object.entries(NOT_JSON)) {
        await watched(ground, person, { what, isWrong: true }, async () => {
          client.raw(`{"event":${JSON.stringify(row.event)},"data":${text},"ack":1}`);
          return (await client.next('error')).code === 'INVALID_DATA';
        });
        await watched(ground, person, { what, isWrong: true }, async () => {
          const cut = await socketio(person.credentials);
          cut.socket.io.engine.write(`2/support,1[${JSON.stringify(row.event)},${text}]`);
          await within(cut.ended, () => 'the end of a connection');
          return true;
        });
      }
      expect(await client.request('conversation:leave', person.known)).to.include({
        success: true,
      });
      client.close();
    });
  }

  for (const route of dialect.rest.routes.filter(({ body }) => body === 'json')) {
    it(`${route.method} ${route.path}: what is no JSON is turned away`, async () => {
      for (const [who, make] of Object.entries(PEOPLE)) {
        const person: Person = await make(ground);
        const { credentials, known } = person;
        const client = requester(ground.url);
        const target = route.path.replace(/:(\w+)/g, (_, name: string) => String(known[name]));
        const isOpen = route.access === 'anyone' || credentials.token !== undefined;
        for (const [what, { status, ...body }] of Object.entries(BODIES)) {
          const asked = { what: `${who}: ${what}`, isWrong: true };
          await watched(ground, person, asked, async () => {
            const request = { method: route.method, target, credentials, ...body };
            const reply: RawReply = await client.ask(request);
            expect(reply.status).to.equal(isOpen ? status : 401);
            return wasTurnedAway(dialect, route, reply);
          });
        }
        client.close();
      }
    });
  }
});
