import { left, right } from 'fp-ts/lib/Either.js';
import { right as taskRight } from 'fp-ts/lib/TaskEither.js';
import type { Budget, RateLimiter, Rates } from '../../../application/ports/rate-limiter.js';
import { rateLimited } from '../../../domain/failure.js';
import { BoundedCounter } from './bounded-counter.js';

/** Some 30 MB for each budget. */
const MAX_KEYS = 100_000;

/**
 * For one node.
 * @param most keys that each budget counts at a time
 */
export const memoryRateLimiter = (rates: Rates, most = MAX_KEYS): RateLimiter => {
  const counterOf = (budget: Budget): BoundedCounter | null => {
    const rate = rates[budget];
    return rate === null ? null : new BoundedCounter(rate, most);
  };
  const counters: Readonly<Record<Budget, BoundedCounter | null>> = {
    messages: counterOf('messages'),
    statuses: counterOf('statuses'),
    connections: counterOf('connections'),
    codeFailures: counterOf('codeFailures'),
    ticketFailures: counterOf('ticketFailures'),
  };
  return {
    take: (budget, key) => {
      const counter = counters[budget];
      if (counter === null) return taskRight(undefined);
      return async () => {
        const seconds = await counter.take(key);
        return seconds === null ? right(undefined) : left(rateLimited(seconds));
      };
    },
    giveBack: (budget, key) => async () => right(await counters[budget]?.giveBack(key)),
  };
};
