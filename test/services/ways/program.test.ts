import * as E from 'fp-ts/lib/Either.js';
import { expect } from 'chai';
import { expectRight } from '../../support/expect-either.js';
import { whyNot } from '../support/why-not.js';
import { firstThatWorks, type Way } from './program.js';

const absent =
  (why: string): Way =>
  () =>
    Promise.resolve(E.left(why));

const found =
  (origin: string): Way =>
  () =>
    Promise.resolve(E.right({ origin, open: () => Promise.reject(new Error('not opened')) }));

describe('the way to a program', () => {
  it('is the first that works', async () => {
    const ways = [absent('not here'), found('second'), found('third')];
    expect(expectRight(await firstThatWorks(ways)).origin).to.equal('second');
  });

  it('is looked for no further than that', async () => {
    let asked = 0;
    const last: Way = () => {
      asked += 1;
      return Promise.resolve(E.left('nor here'));
    };
    expectRight(await firstThatWorks([found('first'), last]));
    expect(asked).to.equal(0);
  });

  it('is none, for the reasons of all of them in a line', async () => {
    const outcome = await firstThatWorks([absent('not here'), absent('nor\n  here')]);
    expect(whyNot(outcome)).to.equal('not here; nor here');
  });
});
