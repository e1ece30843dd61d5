/** Suites for a mocha of its own: both need what is not there. */
import * as E from 'fp-ts/lib/Either.js';
import { needs } from '../../needs.js';

for (const name of ['one', 'another']) {
  describe(name, () => {
    const service = needs('mongodb', () => Promise.resolve(E.left('nobody has one')));
    beforeEach(() => {
      service();
    });
    it('is run with the service alone', () => {
      throw new Error('it ran');
    });
    describe('within', () => {
      it('is run with the service alone', () => {
        throw new Error('it ran');
      });
    });
  });
}

describe('what needs nothing', () => {
  it('runs', () => undefined);
});
