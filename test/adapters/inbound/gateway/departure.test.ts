import { mock } from 'node:test';
import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import { memoryEventBus } from '../../../../src/adapters/outbound/bus/memory-event-bus.js';
import type { EventBus } from '../../../../src/application/ports/event-bus.js';
import type { Authenticate } from '../../../../src/application/use-cases/authenticate.js';
import { admin, customer } from '../../../support/actors.js';
import { expectRight } from '../../../support/expect-either.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { toSend, toStart } from '../../../support/in-memory.js';
import { settled } from '../../../support/manual-turn.js';
import { HOUR, smallGateway } from '../../../support/small-gateway.js';

const MINUTE = 60_000;
const alice = customer('alice');

/** A clock that says how often it was asked. */
class AskedClock extends FixedClock {
  asked = 0;

  override now(): number {
    this.asked += 1;
    return super.now();
  }
}

/** A bus that says how many listen. */
const heardBus = () => {
  const inner = memoryEventBus(silentLogger);
  let listening = 0;
  const bus: EventBus = {
    ...inner,
    subscribe: (subscriber) => {
      const unsubscribe = inner.subscribe(subscriber);
      listening += 1;
      return () => {
        listening -= 1;
        unsubscribe();
      };
    },
  };
  return { bus, listening: () => listening };
};

describe('a connection that is gone', () => {
  it('is told nothing more, whether it had joined or heard as staff or owner do', async () => {
    const server = smallGateway([alice, admin('root')]);
    const { cases, connect } = server;
    const { conversation } = expectRight(await cases.startConversation(alice, toStart())());
    const conversationId = conversation.id;
    const join = async (name: string) => {
      const client = await connect(name);
      await client.request('conversation:join', { conversationId });
      return client;
    };
    const leaving = [await join('alice'), await join('root'), await connect('root')];
    const staying = [await join('alice'), await connect('root')];
    for (const client of [...leaving, ...staying]) client.came.length = 0;

    for (const client of leaving) client.leave();
    expectRight(await cases.sendMessage(alice, toSend(conversationId))());
    await settled();
    expect(staying.map(({ events }) => events)).to.deep.equal([
      ['message:received'],
      ['conversation:new_message'],
    ]);
    expect(leaving.map(({ events }) => events)).to.deep.equal([[], [], []]);
  });

  describe('by the clock', () => {
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
    afterEach(() => mock.timers.reset());

    it('ends within a minute when that was set ahead, whatever its timer was set for', async () => {
      const clock = new FixedClock();
      const client = await smallGateway([alice], { clock }).connect('alice');
      clock.time += HOUR;
      mock.timers.tick(MINUTE - 1);
      expect(client.all('closed')).to.deep.equal([]);
      mock.timers.tick(1);
      expect(client.all('closed')).to.deep.equal(['unauthenticated']);
    });

    it('has nobody look whether its time is over', async () => {
      const clock = new AskedClock();
      const { connect } = smallGateway([alice], { clock });
      const [known, stranger] = [await connect('alice'), await connect()];
      mock.timers.tick(MINUTE);
      for (const client of [known, stranger]) client.leave();
      clock.asked = 0;
      mock.timers.tick(2 * HOUR);
      expect(clock.asked).to.equal(0);
    });
  });
});

describe('a gateway that is closed', () => {
  it('listens to the bus no more', async () => {
    const { bus, listening } = heardBus();
    const { close } = smallGateway([alice], { bus });
    const before = listening();
    await close();
    expect(listening()).to.equal(before - 1);
  });

  it('sends away who is connected, and who comes in by a handshake that was under way', async () => {
    const gate = Promise.withResolvers<undefined>();
    let isSlow = false;
    const authenticate: Authenticate = () => async () => {
      if (isSlow) await gate.promise;
      return right({ actor: alice, expiresAt: Date.now() + HOUR });
    };
    const { connect, close } = smallGateway([], { authenticate });
    const present = await connect('alice');
    isSlow = true;
    const arriving = connect('alice');
    await close();
    gate.resolve(undefined);
    for (const client of [present, await arriving]) {
      expect(client.events).to.deep.equal(['connection:success', 'closed']);
      expect(client.all('closed')).to.deep.equal(['restarting']);
    }
  });
});
