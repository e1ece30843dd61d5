import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { supportDialect } from '../../src/adapters/inbound/dialects/support/support-dialect.js';
import type { StoreName } from '../../src/bootstrap/stores.js';
import { LASTING_STORES, needsStore, type StorePlace } from '../support/bound-stores.js';
import { groundOf } from '../support/guest-ids.js';
import { inMemory } from '../support/in-memory.js';
import { head, openTcp } from '../support/raw-tcp.js';
import {
  CODE_LINES,
  CODE_ROUTES,
  type CallerName,
  type CodeLine,
  EVENTS,
  type EventColumn,
  type Line,
  LINES,
  OWN_LINES,
  OWN_ROUTES,
  type OwnLine,
  type RouteColumn,
  ROUTES,
  STAFF_LINES,
  STAFF_ROUTES,
  UPLOAD_ROUTES,
  uploadStatus,
  type StaffLine,
} from './guest-matrix/cells.js';
import { DEPARTMENT, type Found, prepare, type Scenery } from './guest-matrix/scenery.js';
import { Traffic } from './guest-matrix/traffic.js';
import { type Credential, type Entered, waysToAsk, waysToEnter } from './guest-matrix/ways.js';
import { DOTS, elsewhere, GENERATE_PATH, generated, VERIFY_PATH } from './support/codes.js';
import { publicFormOf, secretPartOf, withWrongCheck } from './support/guests.js';
import { historyPath, rest } from './support/rest-client.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import {
  connectSupportSocketio,
  openSupportWs,
  type SupportClient,
} from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import type { WireHistory } from './support/wire.js';

const { events, admission, rest: face } = supportDialect(groundOf(inMemory().cases));

describe('the matrix of guests', () => {
  it('has cells for every event and route of the dialect', () => {
    const rows = events.map(({ event }) => event);
    expect([...new Set(Object.values(EVENTS))]).to.have.members(rows);
    const routes = face.routes.map(({ method, path }) => `${method} ${path}`);
    const tables = [ROUTES, UPLOAD_ROUTES, OWN_ROUTES, STAFF_ROUTES, CODE_ROUTES];
    const cells = tables.flatMap((some) => Object.values<string>(some));
    expect(cells).to.have.members(routes);
    expect(admission.event, 'the frame of each connection that says who it is').to.equal('auth');
  });

  it('has a line for each caller in each conversation', () => {
    const lines = LINES.map(({ caller, conversation }) => `${caller} ${conversation}`);
    expect(new Set(lines).size).to.equal(lines.length);
    expect(lines).to.have.length(8 * 10);
    expect(OWN_LINES).to.have.length(8);
    expect(STAFF_LINES).to.have.length(8);
    expect(CODE_LINES).to.have.length(8);
  });
});

const documentsOf = async (uri: string): Promise<string> => {
  const client = await MongoClient.connect(uri);
  try {
    const collections = await client.db().collections();
    const found = await Promise.all(collections.map((one) => one.find().toArray()));
    return JSON.stringify(found);
  } finally {
    await client.close();
  }
};

const filesIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

/** What is tried that is no code. */
const PROBE = 'probe7digits';

const describeGuests = (store: StoreName, place: () => StorePlace): void => {
  describe(`guests on ${store}`, () => {
    let where: StorePlace;
    let server: ServerProcess;
    let scenery: Scenery;
    let logged = '';
    const people = { cal: someone('cal'), dan: someone('dan') };
    const tokens = {
      Cal: token({ sub: people.cal }),
      Dan: token({ sub: people.dan }),
      agent: token({ sub: someone('agent'), role: 'agent' }),
      colleague: token({ sub: someone('agent'), role: 'agent', departments: [DEPARTMENT] }),
      admin: token({ sub: someone('admin'), role: 'admin' }),
    };
    const traffic: Traffic[] = [];
    let speaker: SupportClient;
    const witnesses: Entered[] = [];
    /** Digits of codes that were made, and others that were tried. */
    const digits = [PROBE];
    /** Guests whom nobody had met before they came. */
    const newcomers: string[] = [];

    const listen = (name: string, ...own: readonly (string | null)[]): Traffic => {
      const one = new Traffic(name, ...own);
      traffic.push(one);
      return one;
    };

    const credentialsOf = (caller: CallerName): Readonly<Record<string, Credential>> => {
      const { ann, bea } = scenery;
      switch (caller) {
        case 'Ann':
          return { his: { guestId: ann } };
        case 'Bea':
          return { his: { guestId: bea } };
        case 'stranger':
          return {
            nothing: {},
            'Ann’s public form': { guestId: publicFormOf(ann) },
            'Bea’s public form': { guestId: publicFormOf(bea) },
            'an edited id': { guestId: withWrongCheck(ann) },
            'an id that was never issued': { guestId: `guest_${Date.now()}_${'Zz09'.repeat(11)}` },
          };
        case 'Cal':
        case 'Dan':
        case 'agent':
        case 'colleague':
        case 'admin':
          return { his: { token: tokens[caller] } };
      }
    };

    const secretOf = (caller: CallerName): string | null =>
      caller === 'Ann' ? scenery.ann : caller === 'Bea' ? scenery.bea : null;

    before(async () => {
      where = place();
      scenery = await prepare(where.environment, people);
      server = await serve({
        ...serverEnvironment(where.environment['DATA_DIR'] ?? ''),
        ...where.environment,
        TRUST_PROXY: '1',
      });
      server.child.stdout?.on('data', (chunk: Buffer) => {
        logged += chunk.toString();
      });
      speaker = await openSupportWs(server.url, {
        headers: { authorization: `Bearer ${tokens.admin}` },
      });
      for (const caller of ['Ann', 'Bea', 'Cal', 'agent', 'admin'] as const) {
        const [credential = {}] = Object.values(credentialsOf(caller));
        for (const [way, enter] of waysToEnter(credential).slice(-2)) {
          const heard = listen(`the witness ${caller} by ${way}`, secretOf(caller));
          const witness = await enter(server.url, heard);
          witnesses.push(witness);
          for (const name of ['Ann’s', 'Cal’s'] as const) {
            const { id } = await scenery.find(server.url, name);
            await witness.client.request('conversation:join', { conversationId: id });
          }
        }
      }
    });
    after(async () => {
      await server.kill('SIGKILL');
      await where.remove();
    });

    /** Fails for who is taken for somebody else. */
    const expectHimself = (caller: CallerName, { guestId }: Entered, heard: Traffic): void => {
      if (caller === 'Ann' || caller === 'Bea') expect(guestId).to.equal(secretOf(caller));
      else if (caller !== 'stranger') expect(guestId).to.equal(undefined);
      else {
        expect([scenery.ann, scenery.bea, ...newcomers]).to.not.include(guestId);
        newcomers.push(String(guestId));
        heard.may(guestId);
      }
    };

    /** What an admin says in it, if he may; else what was said last. */
    const lastMessageIn = async ({ id }: Found): Promise<string> => {
      const payload = { conversationId: id, message: 'read me' };
      await speaker.request('message:send', payload);
      const path = historyPath(id, '?limit=1');
      const { status, body } = await rest<WireHistory>(server.url, path, tokens.admin);
      const [last] = status === 200 ? body.data.messages : [];
      return last?.id ?? id;
    };

    const eventOutcome = async (
      { client, guestId }: Entered,
      [column, found]: readonly [EventColumn, Found],
      heard: Traffic,
    ): Promise<string> => {
      const messageId = column === 'read' ? await lastMessageIn(found) : undefined;
      const payload = { conversationId: found.id, message: `hello ${column}`, messageId };
      const ack = await client.request(EVENTS[column], payload);
      heard.hear(JSON.stringify(ack));
      if (!ack.success) return String(ack.code);
      if (client.waiting('connection:success') === 0) return 'ok';
      const welcome = await client.next('connection:success');
      if (welcome.guestId === guestId) return 'stays';
      expect(welcome.guestId).to.equal(found.guestId);
      heard.may(welcome.guestId);
      return 'becomes';
    };

    const playEvents = async ({ caller, conversation, events: expected }: Line): Promise<void> => {
      for (const [what, credential] of Object.entries(credentialsOf(caller))) {
        for (const [way, enter] of waysToEnter(credential)) {
          const name = `${caller} with ${what} by ${way} in ${conversation}`;
          const heard = listen(name, secretOf(caller));
          const found = await scenery.find(server.url, conversation);
          const entered = await enter(server.url, heard);
          expectHimself(caller, entered, heard);
          const outcomes: Partial<Record<EventColumn, string>> = {};
          for (const column of Object.keys(EVENTS) as EventColumn[]) {
            outcomes[column] = await eventOutcome(entered, [column, found], heard);
          }
          expect(outcomes, name).to.deep.equal(expected);
          entered.client.close();
        }
      }
    };

    const playRoutes = async ({ caller, conversation, routes: expected }: Line): Promise<void> => {
      const found = await scenery.find(server.url, conversation);
      for (const [what, credential] of Object.entries(credentialsOf(caller))) {
        for (const [way, { query, headers }] of waysToAsk(credential, false)) {
          const name = `${caller} with ${what} by ${way} in ${conversation}`;
          const heard = listen(name, secretOf(caller));
          for (const column of Object.keys(ROUTES) as RouteColumn[]) {
            const path = ROUTES[column].replace('GET ', '').replace(':conversationId', found.id);
            const reply = await rest(server.url, `${path}${query}`, null, { headers });
            heard.hear(JSON.stringify([reply.body, [...reply.headers]]));
            expect(reply.status, `${column}: ${name}`).to.equal(expected[column]);
          }
        }
      }
    };

    const playUploads = async (line: Line): Promise<void> => {
      const { caller, conversation } = line;
      const found = await scenery.find(server.url, conversation);
      for (const [what, credential] of Object.entries(credentialsOf(caller))) {
        for (const [way, { query, headers }] of waysToAsk(credential, false)) {
          const name = `${caller} with ${what} by ${way} in ${conversation}`;
          const heard = listen(name, secretOf(caller));
          const path = UPLOAD_ROUTES.send.replace('POST ', '').replace(':conversationId', found.id);
          const body = new FormData();
          body.append('attachments', new Blob(['text']), 'a.txt');
          const url = `${server.url}${path}${query}`;
          const reply = await fetch(url, { method: 'POST', headers, body });
          heard.hear(JSON.stringify([await reply.text(), [...reply.headers]]));
          expect(reply.status, `send: ${name}`).to.equal(uploadStatus(line));
        }
      }
    };

    for (const line of LINES) {
      const { caller, conversation } = line;
      it(`${caller} in a conversation: ${conversation}`, async () => {
        await playEvents(line);
        await playRoutes(line);
        await playUploads(line);
      }).timeout(60_000);
    }

    const playOwn = async ({ caller, own, guest }: OwnLine): Promise<void> => {
      for (const [what, credential] of Object.entries(credentialsOf(caller))) {
        for (const [way, { query, headers, body }] of waysToAsk(credential, true)) {
          const heard = listen(`${caller} with ${what} by ${way}`, secretOf(caller));
          const got = await rest(server.url, `/api/support/conversation${query}`, null, {
            headers,
          });
          heard.hear(JSON.stringify([got.body, [...got.headers]]));
          expect(got.status, heard.name).to.equal(body === undefined ? Number(own) : got.status);
          const reply = await rest<{ readonly guestId: string }>(
            server.url,
            `/api/support/conversation/guest${query}`,
            null,
            {
              method: 'POST',
              headers: { ...headers, 'content-type': 'application/json' },
              body: JSON.stringify(body ?? {}),
            },
          );
          heard.hear(JSON.stringify([reply.body, [...reply.headers]]));
          expect(reply.status, heard.name).to.equal(200);
          const { guestId } = reply.body.data;
          if (guest === 'his') expect(guestId, heard.name).to.equal(secretOf(caller));
          else expectHimself('stranger', { guestId } as Entered, heard);
        }
      }
    };

    for (const line of OWN_LINES) {
      it(`${line.caller} and conversations of his own`, () => playOwn(line));
    }

    const playStaffs = async ({ caller, ...expected }: StaffLine): Promise<void> => {
      for (const [what, credential] of Object.entries(credentialsOf(caller))) {
        for (const [way, { query, headers, body }] of waysToAsk(credential, true)) {
          const heard = listen(`${caller} with ${what} by ${way}`, secretOf(caller));
          const { id } = await scenery.find(server.url, 'adopted');
          for (const column of ['list', 'close'] as const) {
            const [method = '', pattern = ''] = STAFF_ROUTES[column].split(' ');
            const path = `${pattern.replace(':conversationId', id)}${query}`;
            const reply = await rest(server.url, path, null, {
              method,
              headers: { ...headers, 'content-type': 'application/json' },
              ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
            });
            heard.hear(JSON.stringify([reply.body, [...reply.headers]]));
            expect(reply.status, `${column}: ${heard.name}`).to.equal(expected[column]);
          }
        }
      }
    };

    const generate = async (body: unknown): Promise<string> => {
      const { code } = await generated(server.url, tokens.admin, body);
      digits.push(code);
      return code;
    };

    const playCodes = async ({ caller, generate: status, verify: isHis }: CodeLine) => {
      for (const [what, credential] of Object.entries(credentialsOf(caller))) {
        for (const [way, { query, headers, body }] of waysToAsk(credential, true)) {
          const heard = listen(`${caller} with ${what} by ${way}`, secretOf(caller));
          const code = await generate({ guestId: publicFormOf(scenery.ann) });
          for (const [column, payload] of [
            ['generate', { ...body }],
            ['verify', { ...body, code: PROBE }],
            ['verify', { ...body, code }],
          ] as const) {
            const path = `${CODE_ROUTES[column].replace('POST ', '')}${query}`;
            const reply = await rest<{ readonly code?: string }>(server.url, path, null, {
              method: 'POST',
              headers: { ...headers, ...elsewhere(), 'content-type': 'application/json' },
              body: JSON.stringify(payload),
            });
            heard.hear(JSON.stringify([reply.body, [...reply.headers]]));
            const name = `${column}: ${heard.name}`;
            const { success } = reply.body;
            if (column === 'verify') {
              expect(reply.status, name).to.equal(200);
              expect(success, name).to.equal(payload.code === code && isHis === 'yes');
            } else {
              expect(reply.status, name).to.equal(Number(status));
              if (success) digits.push(reply.body.data.code ?? '');
            }
          }
        }
      }
    };

    for (const line of STAFF_LINES) {
      it(`${line.caller} and what is staff’s`, () => playStaffs(line));
    }

    for (const line of CODE_LINES) {
      it(`${line.caller} and codes`, () => playCodes(line));
    }

    it('show a code to its addressee alone, in history and details', async () => {
      const { id } = await scenery.find(server.url, 'Ann’s');
      const code = await generate({ conversationId: id });
      const histories = `/api/support/conversation/${id}`;
      for (const caller of ['Ann', 'agent', 'admin'] as const) {
        const [credential = {}] = Object.values(credentialsOf(caller));
        for (const [way, { headers }] of waysToAsk(credential, false)) {
          for (const path of [histories, `${histories}/messages`]) {
            if (way === 'query') continue;
            const reply = await rest<WireHistory>(server.url, path, null, { headers });
            const last = reply.body.data.messages.at(-1);
            expect(last?.messageType).to.equal('auth_code');
            expect(last?.message, `${caller} by ${way}`).to.equal(caller === 'Ann' ? code : DOTS);
          }
        }
      }
    });

    /** Wherever a secret may end up by mistake. */
    const misplace = async (secret: string): Promise<void> => {
      for (const [method, path] of [
        ['GET', `/api/support/conversation/${secret}`],
        ['GET', `/api/support/conversation/x?guestId=${secret}`],
        ['GET', `/api/support/conversation/x/messages?page=x&guestId=${secret}`],
        ['DELETE', `/api/support/conversation/guest?guestId=${secret}`],
        ['GET', `/api/support/${secret}`],
        ['GET', `/${secret}?guestId=${secret}`],
        ['GET', `/%E0%A4%A/${secret}?guestId=%E0%A4%A${secret}`],
        ['GET', `/socket.io/?EIO=4&transport=polling&sid=${secret}&guestId=${secret}`],
        ['GET', `/socket.io/?EIO=${secret}&transport=${secret}`],
      ] as const) {
        const reply = await fetch(`${server.url}${path}`, { method });
        expect(reply.status, path).to.be.within(400, 499);
      }
      for (const path of [GENERATE_PATH, VERIFY_PATH]) {
        for (const bearer of [tokens.admin, null]) {
          await rest(server.url, path, bearer, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...elsewhere() },
            body: JSON.stringify({ guestId: secret, code: secret, deviceInfo: 7 }),
          });
        }
      }
      const bodies = [`{"guestId":"${secret}"`, `"${secret}"`, `{"subject":{"x":"${secret}"}}`];
      for (const body of bodies) {
        const headers = { 'content-type': 'application/json', origin: server.url };
        const reply = await fetch(`${server.url}/api/support/conversation/guest`, {
          ...{ method: 'POST', headers, body },
        });
        expect(reply.status, body).to.be.oneOf([200, 400]);
      }
      const origin = `https://${secret.toLowerCase()}.example`;
      expect((await fetch(server.url, { headers: { origin } })).status).to.equal(403);
      for (const target of [`http://[${secret}`, `/x y/${secret}`, `/?guestId=${secret} x`]) {
        const raw = await openTcp(server.url);
        raw.socket.write(head(`GET ${target}`, 'Connection: close'));
        expect(await raw.closed, target).to.match(/^HTTP\/1\.1 400 /);
      }
      const ws = await openSupportWs(server.url, { path: `/ws/support?guestId=${secret}` });
      ws.raw(secret);
      ws.emit(secret, { [secret]: secret });
      ws.emit('message:send', { conversationId: secret, message: secret });
      await ws.request('conversation:leave', { conversationId: secret });
      ws.emit('auth', { token: secret });
      expect(await ws.closed).to.equal(4401);
      const socketio = await connectSupportSocketio(server.url, { guestId: `${secret}x` });
      await socketio.request(secret, secret);
      socketio.close();
      const both = { 'x-guest-id': scenery.bea };
      const refused = connectSupportSocketio(server.url, { guestId: secret }, { headers: both });
      expect(await refused.then(() => 'let in', String)).to.contain('Authentication failed');
    };

    it('keep their secrets to themselves: in all that anybody was told, in the log, and in the store', async () => {
      await misplace(scenery.ann);
      const told = traffic.flatMap((one) => one.judge());
      const secrets = new Set([...told, ...newcomers, scenery.ann, scenery.bea]);
      expect(secrets.size).to.be.greaterThan(300);
      const forbidden = [...secrets].map(secretPartOf);
      const signatures = Object.values(tokens).map((one) => one.split('.').slice(1));
      for (const { name, text } of traffic) {
        for (const part of signatures.flat()) expect(text.includes(part), name).to.equal(false);
      }
      for (const { client } of witnesses) client.close();
      speaker.close();

      const ended = once(server.child.stdout ?? server.child, 'end');
      const { MONGODB_URI, DATA_DIR = '' } = where.environment;
      const running = filesIn(DATA_DIR);
      expect(await server.kill('SIGTERM')).to.equal(0);
      await ended;
      const documents = MONGODB_URI === undefined ? '' : await documentsOf(MONGODB_URI);
      const kept = `${running}${filesIn(DATA_DIR)}${documents}`;
      expect(logged).to.contain('"path":"/api/support/conversation/:conversationId/messages"');
      expect(kept).to.contain(publicFormOf(scenery.ann));
      expect(digits.length).to.be.greaterThan(20);
      for (const [what, text] of Object.entries({ logged, errors: server.errors(), kept })) {
        const words = new Set(text.match(/[0-9A-Za-z_-]+/g));
        expect(
          digits.filter((code) => words.has(code)),
          `codes: ${what}`,
        ).to.deep.equal([]);
        const found = [...forbidden, ...signatures.flat()].filter((part) => text.includes(part));
        expect(found, what).to.deep.equal([]);
      }
    }).timeout(60_000);
  });
};

for (const store of LASTING_STORES) {
  describe(`with ${store}`, () => {
    describeGuests(store, needsStore(store));
  });
}
