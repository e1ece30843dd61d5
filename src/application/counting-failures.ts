import { type Either, isLeft, isRight, left } from 'fp-ts/lib/Either.js';
import type { RateLimited } from '../domain/failure.js';
import type { Budget, RateLimiter } from './ports/rate-limiter.js';

/** What is tried, and which of its outcomes counts. */
export interface Attempt<E, A> {
  readonly run: () => Promise<Either<E, A>>;
  readonly isFailure: (outcome: Either<E, A>) => boolean;
}

export type CountingFailures = <E, A>(
  key: string,
  attempt: Attempt<E, A>,
) => Promise<Either<E | RateLimited, A>>;

/**
 * Limits what fails. A try counts before it is one, so that no more are under way than may fail; who comes beyond that
 * waits for what becomes of those, since one that was right is given back.
 */
export const countingFailures = (limiter: RateLimiter, budget: Budget): CountingFailures => {
  const underWay = new Map<string, Set<Promise<unknown>>>();

  const taken = async (key: string): Promise<Either<RateLimited, void>> => {
    for (;;) {
      const answer = await limiter.take(budget, key)();
      const others = underWay.get(key);
      if (isRight(answer) || others === undefined) return answer;
      await Promise.allSettled(others);
    }
  };

  const follow = async <A>(key: string, run: () => Promise<A>): Promise<A> => {
    const tries = underWay.get(key) ?? new Set();
    const trying = run();
    underWay.set(key, tries.add(trying));
    try {
      return await trying;
    } finally {
      tries.delete(trying);
      if (tries.size === 0) underWay.delete(key);
    }
  };

  return async (key, { run, isFailure }) => {
    const allowed = await taken(key);
    if (isLeft(allowed)) return left({ ...allowed.left, guessing: true });
    return follow(key, async () => {
      const outcome = await run();
      if (!isFailure(outcome)) await limiter.giveBack(budget, key)();
      return outcome;
    });
  };
};
