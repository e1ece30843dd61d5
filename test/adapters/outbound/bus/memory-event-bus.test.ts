import { expect } from 'chai';
import { memoryEventBus } from '../../../../src/adapters/outbound/bus/memory-event-bus.js';
import type { LogFields } from '../../../../src/application/ports/logger.js';
import { describeEventBusContract } from '../../../contract/event-bus.contract.js';
import { opening } from '../../../support/appends.js';
import { silentLogger } from '../../../support/fixed-ports.js';

describeEventBusContract({ name: 'memory', setup: () => memoryEventBus(silentLogger) });

describe('memoryEventBus', () => {
  it('logs what a subscriber throws', async () => {
    const logged: (LogFields | undefined)[] = [];
    const bus = memoryEventBus({
      ...silentLogger,
      error: (_message, fields) => logged.push(fields),
    });
    const error = new Error('a bug of a subscriber');
    bus.subscribe(() => {
      throw error;
    });
    const delivered = new Promise<void>((resolve) => {
      bus.subscribe(() => resolve());
    });
    bus.publish({ kind: 'changed', ...opening() });
    await delivered;
    expect(logged).to.deep.equal([{ error }]);
  });
});
