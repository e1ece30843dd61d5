import { expect } from 'chai';
import type { Clock } from '../../src/application/ports/clock.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

/** What every clock promises: `setup` gives one that tells some time of this century or the next. */
export const describeClockContract = (options: ContractOptions<Clock>): void => {
  describe(`Clock: ${options.name}`, () => {
    const clock = eachTime(options);

    it('gives whole milliseconds since the epoch, in our times', () => {
      const now = clock().now();
      expect(Number.isSafeInteger(now)).to.be.true;
      expect(now).to.be.within(Date.UTC(2000, 0, 1), Date.UTC(2200, 0, 1));
    });
  });
};
