import { expect } from 'chai';
import { systemClock } from '../../../../src/adapters/outbound/system/system-clock.js';
import { describeClock } from '../../../contract/clock.contract.js';
import { nothingToTakeDown as teardown } from '../../../support/fixture.js';

describeClock('system', { setup: () => ({ adapter: systemClock, teardown }) });

describe('systemClock', () => {
  it("gives the machine's time", () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).to.be.within(before, Date.now());
  });
});
