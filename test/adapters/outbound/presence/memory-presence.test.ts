import { memoryPresence } from '../../../../src/adapters/outbound/presence/memory-presence.js';
import { describePresenceContract } from '../../../contract/presence.contract.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';

describePresenceContract({
  name: 'memory',
  setup: () => {
    const clock = new FixedClock();
    return {
      presence: memoryPresence({ clock, logger: silentLogger, sweepInterval: 1 }),
      wait: (milliseconds) => {
        clock.time += milliseconds;
      },
    };
  },
  teardown: ({ presence }) => presence.close(),
});
