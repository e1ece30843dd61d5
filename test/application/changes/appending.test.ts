import { expect } from 'chai';
import { right } from 'fp-ts/lib/TaskEither.js';
import { somePresence } from '../../support/presence.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../../src/adapters/outbound/system/event-loop-turn.js';
import type { ConversationLog } from '../../../src/application/ports/conversation-log.js';
import type { EventBus } from '../../../src/application/ports/event-bus.js';
import { useCases } from '../../../src/application/use-cases/use-cases.js';
import { customer } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { CountingIds, FixedClock, RecordingBus } from '../../support/fixed-ports.js';
import { toSend, toStart } from '../../support/in-memory.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { unlimited } from '../../support/limits.js';
import { filePorts } from '../../support/file-ports.js';
import { codeDigits } from '../../support/code-digits.js';

const alice = customer();

/** Three conversations whose messages are appended in one batch. */
const setup = async (change: {
  log?: (log: ConversationLog) => ConversationLog;
  bus?: EventBus;
}) => {
  const store = memoryStore();
  const { log = (same: ConversationLog) => same, bus = new RecordingBus() } = change;
  const logger = new RecordingLogger();
  const clock = new FixedClock();
  const ports = {
    ...store,
    clock,
    ids: new CountingIds(),
    limiter: unlimited,
    presence: somePresence(),
    codeDigits,
    ...filePorts(),
    turn: eventLoopTurn,
    logger,
  };
  const before = useCases({ ...ports, bus: new RecordingBus() });
  const ids = await Promise.all(
    [1, 2, 3].map(async () => {
      const started = await before.startConversation(alice, toStart())();
      return expectRight(started).conversation.id;
    }),
  );
  const { sendMessage } = useCases({ ...ports, log: log(store.log), bus });
  return { ids, logger, send: () => ids.map((id) => sendMessage(alice, toSend(id))()) };
};

describe('a batch of appends', () => {
  it('answers everybody though publishing one of them is broken, and hides no bug', async () => {
    let published = 0;
    const error = new Error('a bug of the bus');
    const broken: EventBus = {
      publish: () => {
        published += 1;
        if (published === 1) throw error;
      },
      subscribe: () => () => undefined,
      health: () => right(undefined),
      close: () => Promise.resolve(),
    };
    const { ids, send, logger } = await setup({ bus: broken });
    for (const sent of await Promise.all(send())) expectRight(sent);
    expect(published).to.equal(3);
    const fields = { error, conversationId: ids[0], lastSeq: 2 };
    expect(logger.entries).to.deep.equal([
      { level: 'error', message: 'publishing a change failed', fields },
    ]);
  });

  it('answers everybody though settling breaks', async () => {
    const error = new Error('a bug of the log');
    const unreadable = {
      get kind(): 'appended' {
        throw error;
      },
    };
    const broken = (log: ConversationLog): ConversationLog => ({
      ...log,
      append: (batch) => right(batch.map(() => unreadable)),
    });
    const { ids, send, logger } = await setup({ log: broken });
    const sent = await Promise.allSettled(send());
    expect(sent).to.deep.equal(ids.map(() => ({ status: 'rejected', reason: error })));
    expect(logger.entries).to.deep.equal(
      ids.map((conversationId) => ({
        level: 'error',
        message: 'settling an append failed',
        fields: { error, conversationId },
      })),
    );
  });

  it('answers everybody though the log throws at once', async () => {
    const broken = (log: ConversationLog): ConversationLog => ({
      ...log,
      append: () => {
        throw new Error('a bug of the log');
      },
    });
    const { send } = await setup({ log: broken });
    const sent = await Promise.allSettled(send());
    expect(sent.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
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
