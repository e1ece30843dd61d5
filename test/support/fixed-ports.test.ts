import { describeClock } from '../contract/clock.contract.js';
import { describeEventBus } from '../contract/event-bus.contract.js';
import { describeIdGenerator } from '../contract/id-generator.contract.js';
import { nothingToTakeDown as teardown } from './fixture.js';
import { CountingIds, FixedClock, RecordingBus } from './fixed-ports.js';
import { LateBus } from './late-bus.js';

describeClock('fixed', { setup: () => ({ adapter: new FixedClock(), teardown }) });
describeIdGenerator('counting', { setup: () => ({ adapter: new CountingIds(), teardown }) });
describeEventBus('recording', { setup: () => ({ adapter: new RecordingBus(), teardown }) });
describeEventBus('late', {
  setup: () => {
    const milliseconds = 2;
    const adapter = new LateBus({ atEnd: (work) => void setTimeout(work, milliseconds) });
    return { adapter, teardown };
  },
});
