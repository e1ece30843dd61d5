import { describeClock } from '../contract/clock.contract.js';
import { describeIdGenerator } from '../contract/id-generator.contract.js';
import { nothingToTakeDown as teardown } from './fixture.js';
import { CountingIds, FixedClock } from './fixed-ports.js';

describeClock('fixed', { setup: () => ({ adapter: new FixedClock(), teardown }) });
describeIdGenerator('counting', { setup: () => ({ adapter: new CountingIds(), teardown }) });
