import { expect } from 'chai';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { Spoken } from '../../../../src/adapters/inbound/gateway/spoken.js';
import { dialectLike } from '../../../support/dialects.js';

describe('Spoken', () => {
  const one = dialectLike('one');
  const two = dialectLike('two');
  const event = (dialect: Dialect | null, ...spoken: readonly Dialect[]) => ({
    ...{ dialect, spoken },
    admits: false,
    row: null,
  });

  it('is what a client uses, each once', () => {
    const spoken = new Spoken(one, []);
    expect(spoken.dialects).to.deep.equal([]);
    spoken.use(event(null));
    spoken.use(event(two, two));
    spoken.use(event(two, two));
    expect(spoken.dialects).to.deep.equal([two]);
    spoken.use(event(null, one, two));
    expect(spoken.dialects).to.deep.equal([two, one]);
  });

  it('is all that there are for whoever is known', () => {
    const all = [one, two];
    const spoken = new Spoken(one, all);
    spoken.use(event(two, two));
    expect(spoken.dialects).to.equal(all);
  });

  it('has what is no dialect’s own answered in the one that was used last, and at first in the first', () => {
    const spoken = new Spoken(one, [one, two]);
    for (const [used, answering] of [
      [event(null), one],
      [event(null, one, two), one],
      [event(two, two), two],
      [event(null), two],
      [event(null, one, two), two],
      [event(one, one), one],
      [event(null), one],
    ] as const) {
      expect(spoken.use(used)).to.equal(answering);
    }
  });
});
