import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import { memoryEventBus } from '../../../src/adapters/outbound/bus/memory-event-bus.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { meteredBus } from '../../../src/bootstrap/metering/metered-bus.js';
import { meteredFiles } from '../../../src/bootstrap/metering/metered-files.js';
import { meteredStore } from '../../../src/bootstrap/metering/metered-store.js';
import { unavailable } from '../../../src/domain/failure.js';
import { customer } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import { expectLeft } from '../../support/expect-either.js';
import { silentLogger } from '../../support/fixed-ports.js';
import { recordingMetrics } from '../../support/recording-metrics.js';
import { until } from '../../support/until.js';

describe('what is counted of a port', () => {
  it('is each message of the bus, which carries it all the same', async () => {
    const metrics = recordingMetrics();
    const bus = meteredBus(memoryEventBus(silentLogger), metrics);
    const heard: unknown[] = [];
    bus.subscribe((message) => heard.push(message));
    const message = { kind: 'disconnect', people: [] } as const;
    bus.publish(message);
    await until(() => heard.length > 0);
    expect(heard).to.deep.equal([message]);
    expect(metrics.counted).to.deep.equal([['published', 'disconnect']]);
  });

  it('is the sessions that a store does not save', async () => {
    const metrics = recordingMetrics();
    const store = memoryStore();
    const session = { person: 'customer:alice', joined: [] } as const;
    const entries = ['one', 'two'].map((key) => ({ key, session }));
    await answer(meteredStore(store, metrics).sessions.save(entries, 0));
    expect(metrics.counted).to.deep.equal([]);
    const failing = { ...store, sessions: { ...store.sessions, save: () => left(unavailable) } };
    const saved = await meteredStore(failing, metrics).sessions.save(entries, 0)();
    expectLeft(saved, 'Unavailable');
    expect(metrics.counted).to.deep.equal([['sessionsUnsaved', 2]]);
  });

  it('is each file with its size, and why none was stored', async () => {
    const metrics = recordingMetrics();
    const attach = async (attachFiles: unknown): Promise<void> => {
      const cases = meteredFiles({ attachFiles } as UseCases, metrics);
      await cases.attachFiles(customer('alice'), {} as Parameters<UseCases['attachFiles']>[1])();
    };
    await attach(() => right([{ size: 10 }, { size: 20 }]));
    await attach(() => left({ kind: 'InfectedFile' }));
    expect(metrics.counted).to.deep.equal([
      ['fileStored', 10],
      ['fileStored', 20],
      ['fileRefused', 'InfectedFile'],
    ]);
  });
});
