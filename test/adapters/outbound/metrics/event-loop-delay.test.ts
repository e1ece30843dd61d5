import { expect } from 'chai';
import { eventLoopDelay } from '../../../../src/adapters/outbound/metrics/event-loop-delay.js';
import { until } from '../../../support/until.js';

describe('the delay of the event loop', () => {
  it('shows that it was held up, and does not forget it by being asked', async () => {
    const watch = eventLoopDelay();
    await until(() => watch.at(1) > 0);
    const heldUntil = performance.now() + 300;
    while (performance.now() < heldUntil);
    await until(() => watch.at(1) > 0.25);
    expect(watch.at(1)).to.be.greaterThan(0.25);
    expect(watch.at(0.01)).to.be.lessThan(0.25);
  });
});
