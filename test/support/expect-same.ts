import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';

/** Chai's deep equality, which is asked alone where Node's finds a difference: for checks by the ten thousand. */
export const expectSame = (actual: unknown, expected: unknown, what: string): void => {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, what).to.deep.equal(expected);
};
