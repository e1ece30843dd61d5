import { mock } from 'node:test';
import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { admin, agent, customer } from '../../../support/actors.js';
import type { DirectClient } from '../../../support/direct-client.js';
import { expectRight } from '../../../support/expect-either.js';
import { toStart } from '../../../support/in-memory.js';
import { settled } from '../../../support/manual-turn.js';
import { row } from '../../../support/rows.js';
import { HOUR, smallGateway } from '../../../support/small-gateway.js';

const alice = customer('alice');
const sarah = agent('sarah');

/** The client of a connection becomes a supervisor, under his own name or as somebody else. */
const becomes = (id: string) =>
  row(`become ${id}`, () =>
    right({
      key: '',
      pipelined: false,
      run: () =>
        Promise.resolve({
          identity: { actor: admin(id), expiresAt: Date.now() + HOUR },
          frames: [],
          acknowledgement: {},
        }),
    }),
  );

const change = (dialect: Dialect): Dialect => ({
  ...dialect,
  events: [...dialect.events, becomes('sarah'), becomes('bob')],
});

describe('typing', () => {
  let server: ReturnType<typeof smallGateway>;
  let conversationId: string;
  /** Who hears. */
  let other: DirectClient;
  let typist: DirectClient;

  const started = async (): Promise<string> =>
    expectRight(await server.cases.startConversation(alice, toStart())()).conversation.id;

  const joined = async (token: string): Promise<DirectClient> => {
    const client = await server.connect(token);
    await client.request('conversation:join', { conversationId });
    return client;
  };

  const ask = async (client: DirectClient, event: string, id = conversationId): Promise<void> => {
    expect(await client.request(event, { conversationId: id })).to.have.property('success', true);
    await settled();
  };
  const start = (client: DirectClient, id?: string) => ask(client, 'typing:start', id);
  const stop = (client: DirectClient, id?: string) => ask(client, 'typing:stop', id);

  /** What the other has heard of typing since this was asked last. */
  const heard = (): readonly string[] => {
    const names = other.events.filter((event) => event.startsWith('typing:'));
    other.came.length = 0;
    return names.map((name) => name.slice('typing:'.length));
  };

  const pass = async (milliseconds: number): Promise<void> => {
    mock.timers.tick(milliseconds);
    await settled();
  };

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    server = smallGateway([alice, sarah], { change });
    conversationId = await started();
    other = await joined('alice');
    typist = await joined('sarah');
  });

  afterEach(() => mock.timers.reset());

  it('is heard each time that it is renewed, and once when it has stopped', async () => {
    await start(typist);
    await start(typist);
    expect(heard()).to.deep.equal(['start', 'start']);
    await stop(typist);
    expect(heard()).to.deep.equal(['stop']);
    await pass(60_000);
    expect(heard()).to.deep.equal([]);
  });

  it('is told again twice a second at most, goes on all the same, and is told whenever it is news', async () => {
    for (let time = 0; time < 100; time += 1) await start(typist);
    expect(heard()).to.deep.equal(['start', 'start']);
    await pass(999);
    await start(typist);
    expect(heard()).to.deep.equal([]);
    await pass(1);
    await start(typist);
    expect(heard()).to.deep.equal(['start']);
    await pass(9_999);
    expect(heard()).to.deep.equal([]);
    await pass(1);
    expect(heard()).to.deep.equal(['stop']);
    for (const _ of [1, 2, 3]) {
      await start(typist);
      await stop(typist);
    }
    expect(heard()).to.deep.equal(['start', 'stop', 'start', 'stop', 'start', 'stop']);
  });

  it('is told again though the clock was set back', async () => {
    await pass(60_000);
    for (const _ of [1, 2, 3]) await start(typist);
    expect(heard()).to.deep.equal(['start', 'start']);
    mock.timers.setTime(1);
    await start(typist);
    expect(heard()).to.deep.equal(['start']);
  });

  it('ends by itself ten seconds after it was renewed last', async () => {
    await start(typist);
    await pass(9_999);
    await start(typist);
    await pass(9_999);
    expect(heard()).to.deep.equal(['start', 'start']);
    await pass(1);
    expect(heard()).to.deep.equal(['stop']);
  });

  it('tells nobody of a stop that ends nothing, and acknowledges it', async () => {
    await stop(typist);
    expect(heard()).to.deep.equal([]);
    await start(typist);
    await pass(10_000);
    expect(heard()).to.deep.equal(['start', 'stop']);
    await stop(typist);
    expect(heard()).to.deep.equal([]);
  });

  it('ends with its connection, and by leaving', async () => {
    await start(typist);
    typist.leave();
    await settled();
    expect(heard()).to.deep.equal(['start', 'stop']);
    const again = await joined('sarah');
    await start(again);
    await ask(again, 'conversation:leave');
    expect(heard()).to.deep.equal(['start', 'stop']);
    await pass(60_000);
    expect(heard()).to.deep.equal([]);
  });

  it('goes on elsewhere when one conversation is left', async () => {
    const first = conversationId;
    conversationId = await started();
    await ask(other, 'conversation:join');
    heard();
    await start(typist, first);
    await start(typist);
    await ask(typist, 'conversation:leave', first);
    expect(heard()).to.deep.equal(['start', 'start', 'stop']);
    await stop(typist);
    expect(heard()).to.deep.equal(['stop']);
  });

  it('ends in the name of who was typing when the connection becomes somebody else', async () => {
    await start(typist);
    await typist.request('become bob');
    await settled();
    expect(other.all('typing:stop')).to.deep.equal([{ conversationId, senderId: 'sarah' }]);
    heard();
    await stop(typist);
    expect(heard()).to.deep.equal([]);
  });

  it('goes on when the same person comes with another role', async () => {
    await start(typist);
    await typist.request('become sarah');
    await settled();
    expect(heard()).to.deep.equal(['start']);
    await stop(typist);
    expect(heard()).to.deep.equal(['stop']);
  });

  describe('of a person in two tabs', () => {
    let tab: DirectClient;

    beforeEach(async () => {
      tab = await joined('sarah');
    });

    it('is not ended by the other tab, where he is not typing', async () => {
      await start(typist);
      await stop(tab);
      tab.leave();
      await settled();
      expect(heard()).to.deep.equal(['start']);
      await stop(typist);
      expect(heard()).to.deep.equal(['stop']);
    });

    it('ends when it has ended in both, whatever ends it', async () => {
      await start(typist);
      await start(tab);
      await stop(typist);
      expect(heard()).to.deep.equal(['start', 'start']);
      await pass(10_000);
      expect(heard()).to.deep.equal(['stop']);
      await start(typist);
      await start(tab);
      typist.leave();
      await stop(tab);
      expect(heard()).to.deep.equal(['start', 'start', 'stop']);
    });

    it('goes on in a new connection when the time of the old one is over', async () => {
      await start(typist);
      await pass(5_000);
      await start(tab);
      await pass(5_000);
      expect(heard()).to.deep.equal(['start', 'start']);
      await pass(5_000);
      expect(heard()).to.deep.equal(['stop']);
    });

    it('ends in each conversation by itself', async () => {
      const elsewhere = await started();
      await start(typist);
      await start(tab, elsewhere);
      await stop(typist);
      expect(heard()).to.deep.equal(['start', 'stop']);
    });

    it('ends where one of them has become somebody else', async () => {
      await start(typist);
      await start(tab);
      await tab.request('become bob');
      await stop(typist);
      expect(other.all('typing:stop')).to.deep.equal([{ conversationId, senderId: 'sarah' }]);
    });
  });

  it('of two people is told of each', async () => {
    const supervisor = await joined('sarah');
    await supervisor.request('become bob');
    await start(typist);
    await start(supervisor);
    await stop(typist);
    expect(heard()).to.deep.equal(['start', 'start', 'stop']);
  });

  it('goes on in a hundred conversations at most: one more ends where it was renewed last', async () => {
    const others: string[] = [];
    while (others.length < 98) others.push(await started());
    const last = await started();
    await start(typist);
    const second = others[0] ?? '';
    for (const id of others) await start(typist, id);
    await start(typist, last);
    await start(typist);
    expect(heard()).to.deep.equal(['start', 'start']);
    conversationId = second;
    await ask(other, 'conversation:join');
    await start(typist, await started());
    expect(other.all('typing:stop')).to.deep.equal([{ conversationId: second, senderId: 'sarah' }]);
  });
});
