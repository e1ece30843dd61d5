import { describeEventBus } from '../contract/event-bus.contract.js';
import { Air } from '../support/air.js';
import { nothingToTakeDown as teardown } from '../support/fixture.js';
import { NodeBus } from './network.js';

describeEventBus('of the simulation, where everything arrives', {
  setup: () => {
    const air = new Air();
    const adapter = new NodeBus('A', {
      way: (name) => ({
        atEnd: (work) => {
          air.way(name).atEnd(work);
          setImmediate(() => air.arrive(0));
        },
      }),
    });
    adapter.join([adapter]);
    return { adapter, teardown };
  },
});
