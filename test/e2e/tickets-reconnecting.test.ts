import { expect } from 'chai';
import { channel } from '../../src/adapters/inbound/dialects/tickets/channel.js';
import type { UseCases } from '../../src/application/use-cases/use-cases.js';
import { STORES } from '../../src/bootstrap/stores.js';
import type { Actor } from '../../src/domain/actor.js';
import { type ConversationId, toConversationId } from '../../src/domain/ids.js';
import { admin, customer } from '../support/actors.js';
import { needsStore, type StorePlace } from '../support/bound-stores.js';
import { expectRight } from '../support/expect-either.js';
import { toSend, toStart } from '../support/in-memory.js';
import { within } from './support/deadline.js';
import { type LastingServer, lastingServer } from './support/lasting-server.js';
import { connectTicketsSocketio, type TicketsSocketioClient } from './support/tickets-clients.js';
import { type Claims, someone, token } from './support/tokens.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Longer than any gap. */
const lasting = (claims: Claims): string => token(claims, (100 * HOUR) / 1_000);

const CARD = {
  subject: 'Card',
  description: null,
  supportType: 'GENERAL',
  priority: 'medium',
} as const;

const back = (client: TicketsSocketioClient): Promise<void> =>
  within(
    new Promise((resolve) => client.socket.once('connect', resolve)),
    () => 'a client to come back',
  );

/** Whoever comes back says who he is, and need not join again. */
const describeReturning = (fresh: () => StorePlace): void => {
  let place: StorePlace;
  let server: LastingServer;
  let clients: TicketsSocketioClient[];

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

  const cases = (): UseCases => server.cases();

  const opened = async (by: Actor, departmentId: string | null = null) => {
    const wish = toStart({ channel, ticket: CARD, departmentId });
    const { conversation } = expectRight(await cases().startConversation(by, wish)());
    return { id: conversation.id, number: conversation.ticket?.number ?? '' };
  };

  const say = async (id: ConversationId, text: string): Promise<void> => {
    expectRight(await cases().sendMessage(admin(), toSend(id, { text }))());
  };

  const joined = async (claims: Claims, ticketId: string): Promise<TicketsSocketioClient> => {
    const client = await connectTicketsSocketio(server.url, { reconnectAfter: 20 });
    clients.push(client);
    await client.request('authenticate', { token: lasting(claims) });
    expect(await client.request('join_ticket', { ticketId })).to.deep.equal({ ticketId });
    return client;
  };

  const cut = async (client: TicketsSocketioClient, meanwhile: () => void): Promise<void> => {
    const returned = back(client);
    client.socket.once('disconnect', meanwhile);
    client.socket.io.engine.close();
    await returned;
  };

  const expectDeaf = async (client: TicketsSocketioClient, id: ConversationId): Promise<void> => {
    await say(id, someone('text'));
    await client.request('typing_stop', { ticketId: 'none' });
    expect(client.waiting('new_message')).to.equal(0);
  };

  for (const [what, gap] of [
    ['a minute', MINUTE],
    ['two hours', 2 * HOUR],
  ] as const) {
    it(`hears again what it had joined, under the same name, once, after ${what}`, async () => {
      const sub = someone('alice');
      const { id, number } = await opened(customer(sub));
      const alice = await joined({ sub }, number);
      await say(id, 'before');
      expect((await alice.next('new_message')).data).to.include({ message: 'before' });
      await cut(alice, () => server.wait(gap));
      await alice.request('authenticate', { token: lasting({ sub }) });
      await say(id, 'after');
      expect((await alice.next('new_message')).data).to.include({
        message: 'after',
        ticketId: number,
      });
      await alice.request('typing_stop', { ticketId: number });
      expect(alice.waiting('new_message')).to.equal(0);
    });
  }

  it('hears it again after a restart of the server, too', async () => {
    const sub = someone('alice');
    const { id, number } = await opened(customer(sub));
    const alice = await joined({ sub }, number);
    const returned = back(alice);
    await server.stop();
    await server.start();
    await returned;
    await alice.request('authenticate', { token: lasting({ sub }) });
    await say(id, 'after');
    expect((await alice.next('new_message')).data).to.include({ ticketId: number });
  });

  it('has what the library kept back while it was away held and sent, in order', async () => {
    const sub = someone('alice');
    const { number } = await opened(customer(sub));
    const alice = await joined({ sub }, number);
    alice.socket.on('connect', () => {
      alice.emit('authenticate', { token: lasting({ sub }) });
    });
    await cut(alice, () => {
      for (const message of ['one', 'two'])
        alice.emit('send_message', { ticketId: number, message });
    });
    for (const message of ['one', 'two']) {
      expect((await alice.next('new_message')).data).to.include({ message, ticketId: number });
    }
  });

  it('has its message stored once where it sends it again after an error, as the sample of document 003 does', async () => {
    const sub = someone('alice');
    const { id, number } = await opened(customer(sub));
    const alice = await joined({ sub }, number);
    const said = { ticketId: number, message: 'Hello' };
    const first = await alice.request('send_message', said);
    const sentAgainBy = async (claims: Claims): Promise<unknown> => {
      await cut(alice, () => undefined);
      await alice.request('authenticate', { token: lasting(claims) });
      await alice.request('send_message', { ticketId: number, message: '' });
      await alice.next('send_message_error');
      return alice.request('send_message', said);
    };
    expect(await sentAgainBy({ sub })).to.deep.equal(first);
    expect(await sentAgainBy({ sub })).to.deep.equal(first);
    const another = await sentAgainBy({ sub: someone('root'), role: 'admin' });
    expect(another).to.have.all.keys('data');
    expect(another).not.to.deep.equal(first);
    const window = { conversationId: id, window: { page: 1, limit: 10 } };
    expect(expectRight(await cases().getHistory(admin(), window)()).total).to.equal(2);
  });

  it('hears nothing until it has said who it is, nor as somebody else', async () => {
    const sub = someone('alice');
    const { id, number } = await opened(customer(sub));
    const alice = await joined({ sub }, number);
    await cut(alice, () => undefined);
    await say(id, 'to whom?');
    await alice.request('authenticate', { token: lasting({ sub: someone('bob') }) });
    expect(alice.waiting('new_message')).to.equal(0);
    await expectDeaf(alice, id);
  });

  it('is told when its token has expired, and is gone', async () => {
    const sub = someone('alice');
    const { id, number } = await opened(customer(sub));
    const alice = await joined({ sub }, number);
    server.wait(101 * HOUR);
    alice.emit('send_message', { ticketId: number, message: 'too late' });
    expect(await alice.next('authentication_error')).to.deep.equal({
      message: 'Token expired',
      code: 'unauthenticated',
    });
    await alice.ended;
    const window = { conversationId: id, window: { page: 1, limit: 10 } };
    expect(expectRight(await cases().getHistory(admin(), window)()).total).to.equal(0);
  });

  it('is told of what it may no longer hear', async () => {
    const sub = someone('sarah');
    const { id, number } = await opened(customer(someone()), 'cards');
    const sarah = await joined({ sub, role: 'agent', departments: ['cards'] }, number);
    await cut(sarah, () => undefined);
    const elsewhere = lasting({ sub, role: 'agent', departments: ['loans'] });
    await sarah.request('authenticate', { token: elsewhere });
    expect(await sarah.next('join_ticket_error')).to.deep.equal({
      message: 'Access denied to this ticket',
      code: 'forbidden',
      ticketId: number,
    });
    await expectDeaf(sarah, toConversationId(id));
  });
};

for (const name of STORES) {
  describe(`a client of tickets that comes back to a server on ${name}`, function () {
    this.timeout(30_000);
    describeReturning(needsStore(name));
  });
}
