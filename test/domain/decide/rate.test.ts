import { expect } from 'chai';
import { rate } from '../../../src/domain/decide/rate.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { after, claimedBy, closed, NOW, open } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';

const done = closed(open());
const stars = (count: number, state = done, by = customer()) =>
  rate(state, { stars: count, feedback: 'thanks' }, by);

describe('rate', () => {
  it('records what the owner thinks of a closed conversation, which stays closed', () => {
    expect(expectRight(stars(4))).to.deep.equal([{ type: 'rated', stars: 4, feedback: 'thanks' }]);
    const rated = after(done, stars(4), NOW + 9);
    expect(rated.rating).to.deep.equal({ stars: 4, feedback: 'thanks', at: NOW + 9 });
    expect(rated).to.include({ status: 'closed', closedAt: done.closedAt });
  });

  it('happens once', () => {
    expectLeft(stars(5, after(done, stars(1))), 'AlreadyRated');
  });

  it('waits for the closing', () => {
    expectLeft(stars(5, open()), 'NotClosed');
  });

  it('takes 1 to 5, whole', () => {
    for (const good of [1, 2, 3, 4, 5])
      expect(expectRight(stars(good)), `${good}`).to.have.length(1);
    for (const bad of [0, 6, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(expectLeft(stars(bad), 'ValidationFailed').issues, `${bad}`).to.have.length(1);
    }
  });

  it('is the owner’s', () => {
    const held = closed(claimedBy(agent('sarah'), open()));
    for (const other of [agent('sarah'), admin()]) {
      const denied = expectLeft(rate(held, { stars: 5, feedback: null }, other), 'AccessDenied');
      expect(denied.to, other.kind).to.equal('rating');
    }
    const ofGuest = closed(open({ owner: { kind: 'guest', id: 'guest_1' } }));
    expect(expectRight(rate(ofGuest, { stars: 5, feedback: null }, guest()))).to.have.length(1);
    expect(expectLeft(stars(5, ofGuest), 'AccessDenied').to).to.equal('rating');
  });
});
