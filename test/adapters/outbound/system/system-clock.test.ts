import { expect } from 'chai';
import { systemClock } from '../../../../src/adapters/outbound/system/system-clock.js';
import { describeClockContract } from '../../../contract/clock.contract.js';

describeClockContract({ name: 'system', setup: () => systemClock });

describe('systemClock', () => {
  it("gives the machine's time", () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).to.be.within(before, Date.now());
  });
});
