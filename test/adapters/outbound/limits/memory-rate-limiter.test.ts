import { mock } from 'node:test';
import { memoryRateLimiter } from '../../../../src/adapters/outbound/limits/memory-rate-limiter.js';
import {
  describeRateLimiterContract,
  RATES_UNDER_TEST,
} from '../../../contract/rate-limiter.contract.js';
import { expectLeft, expectRight } from '../../../support/expect-either.js';

describeRateLimiterContract({
  name: 'memory',
  setup: () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    return {
      limiter: memoryRateLimiter(RATES_UNDER_TEST),
      pass: (seconds) => mock.timers.tick(seconds * 1_000),
    };
  },
  teardown: () => mock.timers.reset(),
});

describe('memoryRateLimiter', () => {
  const MOST = 100;

  it('counts so many keys and no more: who began first begins anew', async () => {
    const { take } = memoryRateLimiter(RATES_UNDER_TEST, MOST);
    for (let round = 0; round < 3; round += 1) expectRight(await take('messages', 'first')());
    for (let key = 1; key < MOST; key += 1) expectRight(await take('messages', `key ${key}`)());
    expectLeft(await take('messages', 'first')(), 'RateLimited');
    expectRight(await take('messages', 'one more')());
    expectRight(await take('messages', 'first')());
  });

  it('keeps the counts of those who began later', async () => {
    const { take } = memoryRateLimiter(RATES_UNDER_TEST, MOST);
    for (let round = 0; round < 3; round += 1) expectRight(await take('messages', 'late')());
    for (let key = 1; key < MOST; key += 1) expectRight(await take('messages', `key ${key}`)());
    expectLeft(await take('messages', 'late')(), 'RateLimited');
  });

  it('forgets nobody in the other budgets', async () => {
    const { take } = memoryRateLimiter(RATES_UNDER_TEST, MOST);
    for (let round = 0; round < 5; round += 1) expectRight(await take('codeFailures', 'ann')());
    for (let key = 0; key < 2 * MOST; key += 1) expectRight(await take('messages', `key ${key}`)());
    expectLeft(await take('codeFailures', 'ann')(), 'RateLimited');
  });
});
