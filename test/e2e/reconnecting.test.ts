import { expect } from 'chai';
import { io } from 'socket.io-client';
import { channel } from '../../src/adapters/inbound/dialects/support/channel.js';
import { LASTING_STORES, needsStore, type StorePlace } from '../support/bound-stores.js';
import { STORES, type StoreName } from '../../src/bootstrap/stores.js';
import type { Actor } from '../../src/domain/actor.js';
import type { ConversationId } from '../../src/domain/ids.js';
import { admin, customer, guest } from '../support/actors.js';
import { expectRight } from '../support/expect-either.js';
import { toSend, toStart } from '../support/in-memory.js';
import { until } from '../support/until.js';
import { within } from './support/deadline.js';
import { type LastingServer, lastingServer } from './support/lasting-server.js';
import { conversationOf } from './support/rest-client.js';
import { serve, serverEnvironment } from './support/server-process.js';
import type { SocketioOptions } from './support/socketio-client.js';
import { connectSupportSocketio, type SupportSocketioClient } from './support/support-clients.js';
import { type Claims, someone, token } from './support/tokens.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Longer than any gap. */
const lasting = (claims: Claims): string => token(claims, (100 * HOUR) / 1_000);

type Transports = NonNullable<SocketioOptions['transports']>;

/** Clients that come back by themselves. */
const connect = async (
  url: string,
  auth: Record<string, unknown>,
  transports: Transports = ['websocket'],
): Promise<SupportSocketioClient> => {
  const client = await connectSupportSocketio(url, auth, { transports, reconnectAfter: 20 });
  await client.next('connection:success');
  return client;
};

const back = (client: SupportSocketioClient): Promise<void> =>
  within(
    new Promise((resolve) => client.socket.once('connect', resolve)),
    () => 'a client to come back',
  );

/** The link of each is cut, and it comes back when `meanwhile` is over. */
const cut = async (
  clients: readonly SupportSocketioClient[],
  meanwhile: () => void,
): Promise<void> => {
  const all = clients.map(back);
  for (const { socket } of clients) socket.io.engine.close();
  meanwhile();
  await Promise.all(all);
};

const pidOf = ({ socket }: SupportSocketioClient): string =>
  (socket as unknown as { readonly _pid: string })._pid;

/** The public form of who the server says that he is. */
const guestIdIn = ({ guestId }: { readonly guestId?: unknown }): string =>
  String(guestId).slice(0, -22);

const describeReconnecting = (name: StoreName, fresh: () => StorePlace): void => {
  let place: StorePlace;
  let server: LastingServer;
  let clients: SupportSocketioClient[];

  beforeEach(async () => {
    place = fresh();
    clients = [];
    server = await lastingServer(place);
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    await server.stop();
    await place.remove();
  });

  const come = async (
    auth: Record<string, unknown>,
    transports?: Transports,
  ): Promise<SupportSocketioClient> => {
    const client = await connect(server.url, auth, transports);
    clients.push(client);
    return client;
  };

  const opened = async (by: Actor, departmentId: string | null = null): Promise<ConversationId> => {
    const started = await server
      .cases()
      .startConversation(by, toStart({ channel, departmentId }))();
    return expectRight(started).conversation.id;
  };

  const say = async (id: ConversationId, text: string): Promise<void> => {
    expectRight(await server.cases().sendMessage(admin(), toSend(id, { text }))());
  };

  const expectHeard = async (client: SupportSocketioClient, id: ConversationId): Promise<void> => {
    const text = someone('text');
    await say(id, text);
    expect(await client.next('message:received')).to.include({ message: text });
  };

  const expectDeaf = async (client: SupportSocketioClient, id: ConversationId): Promise<void> => {
    await say(id, someone('text'));
    // What was sent to it before the answer has come before it.
    await client.request('conversation:leave', { conversationId: id });
    expect(client.waiting('message:received')).to.equal(0);
  };

  /** Each in a conversation of its own. */
  const everybody = async (transports: Transports) => {
    const alice = someone('alice');
    const visitor = await connectSupportSocketio(
      server.url,
      { guestId: null },
      { transports, reconnectAfter: 20 },
    );
    clients.push(visitor);
    const guestId = guestIdIn(await visitor.next('connection:success'));
    const all = [
      { client: visitor, id: await opened(guest(guestId)) },
      {
        client: await come({ token: lasting({ sub: alice }) }, transports),
        id: await opened(customer(alice)),
      },
      {
        client: await come(
          { token: lasting({ sub: someone('sarah'), role: 'agent' }) },
          transports,
        ),
        id: await opened(customer(someone())),
      },
    ];
    for (const { client, id } of all) {
      const answer = await client.request('conversation:join', { conversationId: id });
      expect(answer.success, JSON.stringify(answer)).to.equal(true);
    }
    const stillTheGuest = async (): Promise<void> => {
      expect(guestIdIn(await visitor.next('connection:success'))).to.equal(guestId);
    };
    return { all, visitor, guestId, stillTheGuest };
  };

  for (const transports of [['websocket'], ['polling']] as const) {
    describe(`by ${transports.join()}`, () => {
      for (const [what, gap] of [
        ['two minutes', 2 * MINUTE],
        ['two hours', 2 * HOUR],
      ] as const) {
        it(`guest, customer and agent hear again what they had joined after ${what}`, async () => {
          const { all, stillTheGuest } = await everybody(transports);
          const everyone = all.map(({ client }) => client);
          await cut(everyone, () => server.wait(gap));
          await stillTheGuest();
          for (const { client, id } of all) await expectHeard(client, id);
          await cut(everyone, () => server.wait(gap));
          await stillTheGuest();
          for (const { client, id } of all) await expectHeard(client, id);
        });
      }

      it('after 25 hours a guest is a new one, and nobody hears anything', async () => {
        const { all, visitor, guestId } = await everybody(transports);
        await cut(
          all.map(({ client }) => client),
          () => server.wait(25 * HOUR),
        );
        expect(guestIdIn(await visitor.next('connection:success'))).not.to.equal(guestId);
        for (const { client, id } of all) await expectDeaf(client, id);
      });

      it('they hear again after a restart of the server', async () => {
        const { all, stillTheGuest } = await everybody(transports);
        const returned = all.map(({ client }) => back(client));
        await server.stop();
        server.wait(2 * HOUR);
        await server.start();
        await Promise.all(returned);
        await stillTheGuest();
        for (const { client, id } of all) await expectHeard(client, id);
      });

      it('they come back by themselves where the store fails, when it works again', async () => {
        const { all, stillTheGuest } = await everybody(transports);
        server.setDown(true);
        const refused: unknown[] = [];
        for (const { client } of all)
          client.socket.on('connect_error', (error) => refused.push(error));
        const returned = all.map(({ client }) => back(client));
        for (const { client } of all) client.socket.io.engine.close();
        await until(() => server.inVain() >= 10);
        server.setDown(false);
        await Promise.all(returned);
        await stillTheGuest();
        expect(refused).to.deep.equal([]);
        for (const { client, id } of all) await expectHeard(client, id);
      });
    });
  }

  it('a guest goes on under the name of an alias', async () => {
    const visitor = await connectSupportSocketio(server.url, {}, { reconnectAfter: 20 });
    clients.push(visitor);
    const guestId = guestIdIn(await visitor.next('connection:success'));
    const wish = { channel, type: 'general', subject: null } as const;
    const start = async (by: Actor, isNewcomer: boolean): Promise<ConversationId> => {
      const started = server
        .cases()
        .getOrStartConversation(by, { ...wish, isNewcomer, address: null });
      return expectRight(await started()).conversation.id;
    };
    const own = await start(guest(guestId), false);
    const alias = await start(guest(someone('newcomer')), true);
    await visitor.request('conversation:join', { conversationId: alias });
    await cut([visitor], () => server.wait(2 * HOUR));
    await say(own, 'after');
    const { conversationId, message } = await visitor.next('message:received');
    expect([conversationId, message]).to.deep.equal([alias, 'after']);
  });

  it('an agent who has lost access hears so, and no more', async () => {
    const sub = someone('sarah');
    const sarah = await come({ token: lasting({ sub, role: 'agent', departments: ['cards'] }) });
    const cards = await opened(customer(someone()), 'cards');
    await sarah.request('conversation:join', { conversationId: cards });
    sarah.socket.auth = { token: lasting({ sub, role: 'agent', departments: ['billing'] }) };
    await cut([sarah], () => server.wait(MINUTE));
    expect(await sarah.next('conversation:left')).to.deep.equal({ conversationId: cards });
    await expectDeaf(sarah, cards);
  });

  it('a fresh token of the same person finds what was joined, one of another does not', async () => {
    const sub = someone('alice');
    const alice = await come({ token: lasting({ sub }) });
    const id = await opened(customer(sub));
    await alice.request('conversation:join', { conversationId: id });
    alice.socket.auth = { token: lasting({ sub, name: 'Alice' }) };
    await cut([alice], () => server.wait(MINUTE));
    await expectHeard(alice, id);
    alice.socket.auth = { token: lasting({ sub: someone('bob') }) };
    await cut([alice], () => server.wait(MINUTE));
    await expectDeaf(alice, id);
  });

  it("somebody else's id opens what was a guest's, and nothing beside one's own token", async () => {
    const { all } = await everybody(['websocket']);
    const [visitor, alice] = all;
    if (visitor === undefined || alice === undefined) throw new Error('there are three');
    const withToken = await come({
      token: lasting({ sub: someone('mallory') }),
      pid: pidOf(visitor.client),
    });
    await expectDeaf(withToken, visitor.id);
    const withNothing = await come({ pid: pidOf(alice.client) });
    await expectDeaf(withNothing, alice.id);
    const asGuest = await come({ pid: pidOf(visitor.client) });
    await expectHeard(asGuest, visitor.id);
  });

  it('ids are long, and no two are the same', async () => {
    const pids = new Set<string>();
    const one = await come({ token: lasting({ sub: someone() }) });
    for (let n = 0; n < 3; n += 1) {
      pids.add(pidOf(one));
      await cut([one], () => undefined);
    }
    expect(pids.size).to.equal(3);
    for (const pid of pids) expect(pid).to.match(/^[\w-]{43}$/);
  });

  if (name !== 'memory') return;

  for (const [what, pid] of [
    ['a number', 7],
    ['null', null],
    ['an object', { toString: 'x' }],
    ['a list', ['x']],
    ['empty', ''],
    ['garbage', '\u0000\ud800 __proto__'],
    ['30 kB long', 'x'.repeat(30_000)],
  ] as const) {
    it(`an id that is ${what} is none`, async () => {
      const client = await come({ token: lasting({ sub: someone() }), pid, offset: pid });
      expect(client.socket.connected).to.equal(true);
    });
  }

  it('an id of 1 MB ends its connection, and nothing else', async () => {
    const socket = io(`${server.url}/support`, {
      auth: { pid: 'x'.repeat(1_000_000) },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    const ended = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.once('connect', () => socket.close());
    expect(await within(ended, () => 'the end of a connection')).to.match(/^transport/);
    await come({ token: lasting({ sub: someone() }) });
  });
};

for (const name of STORES) {
  describe(`clients that come back to a server on ${name}`, function () {
    this.timeout(30_000);
    describeReconnecting(name, needsStore(name));
  });
}

for (const name of LASTING_STORES) {
  describe(`a server on ${name} that is killed right after a join`, function () {
    this.timeout(30_000);
    const fresh = needsStore(name);

    it('knows of it when it is there again', async () => {
      const place = fresh();
      const environment = (url?: string) => ({
        ...serverEnvironment('', url === undefined ? 0 : Number(new URL(url).port)),
        ...place.environment,
      });
      const first = await serve(environment());
      const { url } = first;
      const owner = token({ sub: someone('owner') });
      const id = await conversationOf(url, owner);
      const client = await connect(url, { token: owner });
      const answer = await client.request('conversation:join', { conversationId: id });
      expect(answer.success).to.equal(true);
      const returned = back(client);
      await first.kill('SIGKILL');
      const second = await serve(environment(url));
      try {
        await returned;
        const staff = await connect(url, { token: token({ sub: someone(), role: 'admin' }) });
        await staff.request('message:send', { conversationId: id, message: 'still there?' });
        expect(await client.next('message:received')).to.include({ message: 'still there?' });
        staff.close();
      } finally {
        client.close();
        await second.kill('SIGKILL');
        await place.remove();
      }
    });
  });
}
