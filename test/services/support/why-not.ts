import { AssertionError } from 'chai';
import { type Either, isLeft } from 'fp-ts/lib/Either.js';

/** Why there is none, or a failed test that shows what there was. */
export const whyNot = (result: Either<string, unknown>): string => {
  if (isLeft(result)) return result.left;
  throw new AssertionError(`expected a Left, got ${JSON.stringify(result)}`);
};
