import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { eventLoopDelay } from '../../../../src/adapters/outbound/metrics/event-loop-delay.js';

describe('the delay of the event loop', () => {
  it('shows that it was held up, and does not forget it by being asked', async () => {
    const watch = eventLoopDelay();
    await delay(50);
    const until = performance.now() + 300;
    while (performance.now() < until);
    await delay(50);
    for (let asked = 0; asked < 2; asked += 1) {
      expect(watch.at(1)).to.be.greaterThan(0.25);
      expect(watch.at(0.5)).to.be.lessThan(watch.at(1));
    }
  });
});
