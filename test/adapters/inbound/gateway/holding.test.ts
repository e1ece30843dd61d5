import { expect } from 'chai';
import { Holding } from '../../../../src/adapters/inbound/gateway/holding.js';
import type { Arrival } from '../../../../src/adapters/inbound/gateway/transport.js';

const KIB = 1_024;

const arrival = (event: string, bytes = 100): Arrival => ({ event, payload: {}, bytes });

const names = (arrivals: readonly Arrival[]) => arrivals.map(({ event }) => event);

describe('Holding', () => {
  let holding: Holding;

  beforeEach(() => {
    holding = new Holding();
  });

  it('releases in the order of arrival, and each once', () => {
    for (const event of ['first', 'second', 'third']) {
      expect(holding.hold(arrival(event))).to.equal(true);
    }
    expect(names(holding.release())).to.deep.equal(['first', 'second', 'third']);
    expect(holding.release()).to.deep.equal([]);
  });

  it('holds twenty frames and no more', () => {
    const held = Array.from({ length: 21 }, (_, n) => holding.hold(arrival(`frame ${n}`, 0)));
    expect(held.filter(Boolean)).to.have.lengthOf(20);
    expect(held.at(-1)).to.equal(false);
    expect(names(holding.release()).at(-1)).to.equal('frame 19');
  });

  it('holds 64 KiB and no more, but still what fits', () => {
    expect(holding.hold(arrival('large', 63 * KIB))).to.equal(true);
    expect(holding.hold(arrival('too large', KIB + 1))).to.equal(false);
    expect(holding.hold(arrival('fits', KIB))).to.equal(true);
    expect(holding.hold(arrival('one byte', 1))).to.equal(false);
    expect(names(holding.release())).to.deep.equal(['large', 'fits']);
  });

  it('has all its room again after a release', () => {
    for (const bytes of [64 * KIB, 64 * KIB]) {
      expect(holding.hold(arrival('large', bytes))).to.equal(true);
      expect(holding.release()).to.have.lengthOf(1);
    }
    for (let n = 0; n < 20; n += 1) expect(holding.hold(arrival('small'))).to.equal(true);
  });
});
