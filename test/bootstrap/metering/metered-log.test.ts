import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { meteredLog } from '../../../src/bootstrap/metering/metered-log.js';
import { unavailable } from '../../../src/domain/failure.js';
import { message, opening } from '../../support/appends.js';
import { answer } from '../../support/answer.js';
import { expectLeft } from '../../support/expect-either.js';
import { recordingMetrics } from '../../support/recording-metrics.js';

/** Of fewer characters than bytes. */
const TEXT = 'déjà vu 😀';

/** Each look at the clock comes 4 ms after the one before. */
const ticking = (): (() => number) => {
  let now = 0;
  return () => (now += 4);
};

describe('meteredLog', () => {
  it('counts a commit, and the messages that it has stored', async () => {
    const metrics = recordingMetrics();
    const log = meteredLog(memoryStore().log, metrics, ticking());
    const first = opening();
    const second = message(first.conversation, { text: TEXT });
    const outcomes = await answer(log.append([first]));
    const size = { conversations: 1, seconds: 0.004 };
    const [, opened] = metrics.counted[0] ?? [];
    expect(metrics.counted[0]).to.deep.equal(['committed', opened, outcomes]);
    expect(opened).to.deep.include({ ...size, events: first.events.length });
    metrics.counted.length = 0;

    await answer(log.append([second]));
    const commit = { ...size, events: 1, textBytes: Buffer.byteLength(TEXT) };
    const { name } = second.conversation.channel;
    expect(metrics.counted).to.deep.equal([
      ['committed', commit, [{ kind: 'appended' }]],
      ['messageStored', name, 'customer'],
    ]);
  });

  it('counts no message that is not stored', async () => {
    const metrics = recordingMetrics();
    const { log: inner } = memoryStore();
    const log = meteredLog(inner, metrics);
    const first = opening();
    await answer(log.append([first]));
    const late = message(first.conversation);
    await answer(log.append([late]));
    await answer(log.append([late]));
    const kinds = metrics.counted.map(([what]) => what);
    expect(kinds.slice(-2)).to.deep.equal(['messageStored', 'committed']);
  });

  it('counts what the store fails at', async () => {
    const metrics = recordingMetrics();
    const log = meteredLog({ ...memoryStore().log, append: () => left(unavailable) }, metrics);
    expectLeft(await log.append([opening()])(), 'Unavailable');
    expect(metrics.counted.map(([what, , outcomes]) => [what, outcomes])).to.deep.equal([
      ['committed', null],
    ]);
  });
});
