import { describeClockContract } from '../contract/clock.contract.js';
import { describeEventBusContract } from '../contract/event-bus.contract.js';
import { describeIdGeneratorContract } from '../contract/id-generator.contract.js';
import { CountingIds, FixedClock, RecordingBus } from './fixed-ports.js';
import { LateBus } from './late-bus.js';

describeClockContract({ name: 'fixed', setup: () => new FixedClock() });
describeIdGeneratorContract({ name: 'counting', setup: () => new CountingIds() });
describeEventBusContract({ name: 'recording', setup: () => new RecordingBus() });
describeEventBusContract({
  name: 'late',
  setup: () => {
    const milliseconds = 2;
    return new LateBus({ atEnd: (work) => void setTimeout(work, milliseconds) });
  },
});
