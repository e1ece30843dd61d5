import { mock } from 'node:test';
import { expect } from 'chai';
import { left, right, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Readiness } from '../../src/adapters/inbound/operations/readiness.js';
import { memoryEventBus } from '../../src/adapters/outbound/bus/memory-event-bus.js';
import { memoryStore } from '../../src/adapters/outbound/stores/memory/memory-store.js';
import { container } from '../../src/bootstrap/container.js';
import { operationsOf } from '../../src/bootstrap/operations.js';
import { TOKENS } from '../../src/bootstrap/tokens.js';
import { type Unavailable, unavailable } from '../../src/domain/failure.js';
import { testConfig } from '../e2e/support/in-process-server.js';
import { silentLogger } from '../support/fixed-ports.js';
import { RecordingLogger } from '../support/recording-logger.js';

type Health = TaskEither<Unavailable, void>;

describe('operationsOf', () => {
  let logger: RecordingLogger;
  let readiness: Readiness;
  let health: Record<'store' | 'bus', Health>;

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    logger = new RecordingLogger();
    health = { store: right(undefined), bus: right(undefined) };
    const config = testConfig({});
    const bindings = container(config);
    bindings.rebind(TOKENS.logger).toConstantValue(logger);
    bindings
      .rebind(TOKENS.store)
      .toConstantValue({ ...memoryStore(), health: () => () => health.store() });
    bindings
      .rebind(TOKENS.bus)
      .toConstantValue({ ...memoryEventBus(silentLogger), health: () => () => health.bus() });
    ({ readiness } = await operationsOf(config, bindings, () => undefined));
  });
  afterEach(() => mock.timers.reset());

  const FAILING = {
    fails: left(unavailable),
    throws: () => Promise.reject(new Error('a bug')),
  } as const satisfies Readonly<Record<string, Health>>;

  for (const part of ['store', 'bus'] as const) {
    for (const [what, failing] of Object.entries(FAILING)) {
      it(`is not ready while the ${part} ${what}, and says so once, and when it is over`, async () => {
        health[part] = failing;
        const checks = { store: 'ok', bus: 'ok', [part]: 'failed' };
        for (let look = 0; look < 2; look += 1) {
          expect(await readiness.ask()).to.deep.equal({ status: 'unavailable', checks });
          mock.timers.tick(1_000);
        }
        health[part] = right(undefined);
        expect((await readiness.ask()).status).to.equal('ready');
        expect(logger.entries).to.deep.equal([
          { level: 'warn', message: 'not ready', fields: checks },
          { level: 'info', message: 'ready again', fields: {} },
        ]);
      });
    }
  }
});
