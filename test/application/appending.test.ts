import { expect } from 'chai';
import { right } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../src/adapters/outbound/system/event-loop-turn.js';
import type { ConversationLog } from '../../src/application/ports/conversation-log.js';
import type { EventBus } from '../../src/application/ports/event-bus.js';
import { useCases } from '../../src/application/use-cases/use-cases.js';
import { customer } from '../support/actors.js';
import { expectLeft, expectRight } from '../support/expect-either.js';
import { CountingIds, FixedClock, RecordingBus } from '../support/fixed-ports.js';
import { toSend, toStart } from '../support/in-memory.js';

const alice = customer();

/** Three conversations whose messages are appended in one batch. */
const setup = async (change: {
  log?: (log: ConversationLog) => ConversationLog;
  bus?: EventBus;
}) => {
  const store = memoryStore();
  const { log = (same: ConversationLog) => same, bus = new RecordingBus() } = change;
  const ports = { ...store, clock: new FixedClock(), ids: new CountingIds(), turn: eventLoopTurn };
  const before = useCases({ ...ports, bus: new RecordingBus() });
  const ids = await Promise.all(
    [1, 2, 3].map(async () => {
      const started = await before.startConversation(alice, toStart())();
      return expectRight(started).conversation.id;
    }),
  );
  const { sendMessage } = useCases({ ...ports, log: log(store.log), bus });
  return { ids, send: () => ids.map((id) => sendMessage(alice, toSend(id))()) };
};

/** The error that nobody caught, which in a server ends the process. */
const uncaught = async (work: () => Promise<unknown>): Promise<unknown> => {
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  const caught = new Promise((resolve) => process.once('unhandledRejection', resolve));
  try {
    await work();
    return await caught;
  } finally {
    for (const listener of others) process.on('unhandledRejection', listener);
  }
};

describe('a batch of appends', () => {
  it('answers everybody though publishing one of them is broken, and hides no bug', async () => {
    let published = 0;
    const broken: EventBus = {
      publish: () => {
        published += 1;
        if (published === 1) throw new Error('a bug of the bus');
      },
      subscribe: () => () => undefined,
      health: () => right(undefined),
      close: () => Promise.resolve(),
    };
    const { send } = await setup({ bus: broken });
    const error = await uncaught(async () => {
      for (const sent of await Promise.all(send())) expectRight(sent);
    });
    expect(error).to.be.instanceOf(AggregateError);
    expect(published).to.equal(3);
  });

  it('fails only the one that the store failed at', async () => {
    let calls = 0;
    const failsAtSecond = (log: ConversationLog): ConversationLog => ({
      ...log,
      append: (batch) => {
        calls += 1;
        if (calls > 1) return log.append(batch);
        return right(
          batch.map((_one, index) => ({ kind: index === 1 ? 'unavailable' : 'appended' })),
        );
      },
    });
    const { send } = await setup({ log: failsAtSecond });
    const [first, second, third] = await Promise.all(send());
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('three');
    expectRight(first);
    expectLeft(second, 'Unavailable');
    expectRight(third);
  });
});
