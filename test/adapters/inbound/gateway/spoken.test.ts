import { expect } from 'chai';
import { Spoken } from '../../../../src/adapters/inbound/gateway/spoken.js';
import { dialectLike } from '../../../support/dialects.js';

describe('Spoken', () => {
  const one = dialectLike('one');
  const two = dialectLike('two');

  it('is what a client uses, each once', () => {
    const spoken = new Spoken([]);
    expect(spoken.dialects).to.deep.equal([]);
    spoken.use([]);
    spoken.use([two]);
    spoken.use([two]);
    expect(spoken.dialects).to.deep.equal([two]);
    spoken.use([one, two]);
    expect(spoken.dialects).to.deep.equal([two, one]);
  });

  it('is all that there are for whoever is known', () => {
    const all = [one, two];
    const spoken = new Spoken(all);
    spoken.use([two]);
    expect(spoken.dialects).to.equal(all);
  });
});
