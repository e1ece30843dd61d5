import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { mock } from 'node:test';
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

  describe('by intervals that are handed in', () => {
    /** Its histograms keep three digits. */
    const PRECISION = 0.001;
    let histograms: RecordableHistogram[];

    beforeEach(() => {
      mock.timers.enable({ apis: ['setInterval'] });
      histograms = [];
    });
    afterEach(() => mock.timers.reset());

    const watched = () =>
      eventLoopDelay(() => {
        const one = createHistogram();
        histograms.push(one);
        return one;
      });
    const comes = (milliseconds: number): void => {
      for (const one of histograms) one.record(milliseconds * 1e6);
    };

    it('is what they are longer than was asked for', () => {
      const watch = watched();
      expect(watch.at(1), 'before the first').to.equal(0);
      comes(10);
      expect(watch.at(1)).to.be.closeTo(0, PRECISION);
      comes(310);
      expect(watch.at(1)).to.be.closeTo(0.3, PRECISION);
      expect(watch.at(0.5)).to.be.closeTo(0, PRECISION);
    });

    it('is forgotten after 10 to 20 seconds', () => {
      const watch = watched();
      comes(310);
      mock.timers.tick(10_000);
      expect(watch.at(1)).to.be.closeTo(0.3, PRECISION);
      comes(110);
      mock.timers.tick(9_999);
      expect(watch.at(1)).to.be.closeTo(0.3, PRECISION);
      mock.timers.tick(1);
      expect(watch.at(1)).to.be.closeTo(0.1, PRECISION);
      mock.timers.tick(10_000);
      expect(watch.at(1)).to.equal(0);
    });
  });
});
