import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import type {
  AppendOutcome,
  ConversationLog,
} from '../../../src/application/ports/conversation-log.js';
import { unavailable } from '../../../src/domain/failure.js';
import { customer } from '../../support/actors.js';
import { inMemory, nodeBeside, started, toSend } from '../../support/in-memory.js';
import { recordingMetrics } from '../../support/recording-metrics.js';
import { until } from '../../support/until.js';

type Answer = Awaited<ReturnType<ReturnType<ConversationLog['append']>>>;

const appended: AppendOutcome = { kind: 'appended' };

describe('the commands that are not answered', () => {
  /** Three messages of one conversation, on their way into a log that answers when it is told to. */
  const sending = async () => {
    const first = inMemory();
    const { id } = await started(first);
    const metrics = recordingMetrics();
    const { promise, ...answering } = Promise.withResolvers<Answer>();
    let asked = 0;
    const log: ConversationLog = {
      ...first.store.log,
      append: () => () => {
        asked += 1;
        return promise;
      },
    };
    const { cases } = nodeBeside(first, { log, metrics });
    const [, , read] =
      metrics.counted.find(([what, level]) => what === 'watch' && level === 'commands') ?? [];
    const height = read as () => number;
    expect(height()).to.equal(0);
    const sends = [1, 2, 3].map(() => cases.sendMessage(customer('alice'), toSend(id))());
    await until(() => asked === 1);
    expect(height()).to.equal(3);
    return { height, sends, ...answering };
  };

  it('are counted until they are', async () => {
    const { height, sends, resolve } = await sending();
    resolve({ _tag: 'Right', right: [appended] });
    await Promise.all(sends);
    expect(height()).to.equal(0);
  });

  it('are none where the store has failed them', async () => {
    const { height, sends, resolve } = await sending();
    resolve(left(unavailable));
    await Promise.all(sends);
    expect(height()).to.equal(0);
  });

  it('are none where a bug has ended them', async () => {
    const { height, sends, reject } = await sending();
    reject(new Error('a bug'));
    await Promise.allSettled(sends);
    expect(height()).to.equal(0);
  });
});
