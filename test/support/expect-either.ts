import { AssertionError } from 'chai';
import type { Either } from 'fp-ts/lib/Either.js';
import { isLeft } from 'fp-ts/lib/Either.js';

/** The Right, or a failed test that shows the Left. */
export const expectRight = <E, A>(result: Either<E, A>): A => {
  if (!isLeft(result)) return result.right;
  throw new AssertionError(`expected a Right, got Left ${JSON.stringify(result.left)}`);
};

/** The Left if it is of that kind, or a failed test that shows what there was. */
export const expectLeft = <E extends { readonly kind: string }, K extends E['kind']>(
  result: Either<E, unknown>,
  kind: K,
): Extract<E, { readonly kind: K }> => {
  if (isLeft(result) && result.left.kind === kind) {
    return result.left as Extract<E, { readonly kind: K }>;
  }
  throw new AssertionError(`expected Left ${kind}, got ${JSON.stringify(result)}`);
};
