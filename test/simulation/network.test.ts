import { describeEventBusContract } from '../contract/event-bus.contract.js';
import { Air } from '../support/air.js';
import { NodeBus } from './network.js';

describeEventBusContract({
  name: 'of the simulation, where everything arrives',
  setup: () => {
    const air = new Air();
    const bus = new NodeBus('A', {
      way: (name) => ({
        atEnd: (work) => {
          air.way(name).atEnd(work);
          setImmediate(() => air.arrive(0));
        },
      }),
    });
    bus.join([bus]);
    return bus;
  },
});
