import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { admin, agent, customer } from '../../../support/actors.js';
import type { DirectClient } from '../../../support/direct-client.js';
import { expectRight } from '../../../support/expect-either.js';
import { toStart } from '../../../support/in-memory.js';
import { settled } from '../../../support/manual-turn.js';
import { HOUR, smallGateway } from '../../../support/small-gateway.js';
import { until } from '../../../support/until.js';

/** Tells who comes and goes. */
const tellingOfRooms = (dialect: Dialect): Dialect => ({
  ...dialect,
  signalFrames: (signal) =>
    signal.kind === 'room' ? [{ event: signal.inside ? 'came' : 'left', data: signal.person }] : [],
});

describe('the rooms of a gateway', () => {
  const [alice, sarah, tom, root] = [
    customer('alice'),
    agent('sarah'),
    agent('tom'),
    admin('root'),
  ] as const;
  let server: ReturnType<typeof smallGateway>;
  let conversationId: string;
  let close: () => Promise<void>;

  beforeEach(async () => {
    server = smallGateway([alice, sarah, tom, root], { change: tellingOfRooms });
    const started = await server.cases.startConversation(alice, toStart())();
    const { conversation } = expectRight(started);
    conversationId = conversation.id;
    close = async () => {
      expectRight(
        await server.cases.closeConversation(root, {
          conversationId: conversation.id,
          note: null,
        })(),
      );
    };
  });
  afterEach(() => server.close());

  const join = async (name: string): Promise<DirectClient> => {
    const client = await server.connect(name);
    expect(await client.request('conversation:join', { conversationId })).to.include({
      success: true,
    });
    await settled();
    return client;
  };

  const heard = (client: DirectClient): readonly unknown[] =>
    client.came
      .splice(0)
      .filter(({ event }) => event === 'came' || event === 'left')
      .map(({ event, data }) => `${String(data)} ${event}`);

  const occupied = async (): Promise<number> =>
    expectRight(await server.cases.countRooms(root)()).occupied;

  it('tell those inside who comes with his first connection, and goes with his last', async () => {
    const customerOf = await join('alice');
    const both = [await join('sarah'), await join('sarah')];
    await join('tom');
    expect(heard(customerOf)).to.deep.equal(['staff:sarah came', 'staff:tom came']);
    const [first, second] = both;
    first?.leave();
    await settled();
    expect(heard(customerOf)).to.deep.equal([]);
    await second?.request('conversation:leave', { conversationId });
    await settled();
    expect(heard(customerOf)).to.deep.equal(['staff:sarah left']);
  });

  it('are those that somebody is in, until the conversation ends', async () => {
    expect(await occupied()).to.equal(0);
    const client = await join('alice');
    await join('sarah');
    expect(await occupied()).to.equal(1);
    await close();
    await until(async () => (await occupied()) === 0);
    client.leave();
    await join('tom');
    expect(await occupied()).to.equal(0);
  });

  it('are left by who loses access, by a handover or with a new token, and entered again', async () => {
    const bob = agent('bob', ['cards']);
    const people = { bob: [bob, agent('bob', ['loans']), bob] };
    server = smallGateway([alice, root], {
      change: tellingOfRooms,
      authenticate: (token) => () => {
        const [actor = bob] = token === 'bob' ? people.bob.splice(0, 1) : [];
        const known = token === 'bob' ? actor : token === 'alice' ? alice : root;
        return Promise.resolve(right({ actor: known, expiresAt: Date.now() + HOUR }));
      },
    });
    const wish = toStart({ departmentId: 'cards' });
    const { conversation } = expectRight(await server.cases.startConversation(alice, wish)());
    conversationId = conversation.id;
    const [owner, staff] = [await join('alice'), await join('bob')];
    expect(heard(owner)).to.deep.equal(['staff:bob came']);
    for (const change of ['left', 'came']) {
      await staff.request('auth', { token: 'bob' });
      await settled();
      expect(heard(owner)).to.deep.equal([`staff:bob ${change}`]);
    }
  });

  it('are left by whoever is sent away, who hears why', async () => {
    const [first, second, other] = [
      await join('sarah'),
      await server.connect('sarah'),
      await join('alice'),
    ];
    heard(other);
    expectRight(await server.cases.disconnectPerson(root, 'sarah')());
    await until(() => second.events.includes('closed'));
    for (const client of [first, second]) {
      expect(client.all('closed')).to.deep.equal(['dismissed']);
      expect(client.all('message:error').at(-1)).to.include({
        error: 'Disconnected by an administrator',
      });
    }
    await settled();
    expect(heard(other)).to.deep.equal(['staff:sarah left']);
    expect(other.events).not.to.include('closed');
  });
});
