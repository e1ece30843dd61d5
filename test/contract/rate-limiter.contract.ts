import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import type { Budget, Rate, RateLimiter } from '../../src/application/ports/rate-limiter.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

export interface RateLimiterUnderTest {
  /** Counts as `RATES_UNDER_TEST` says. */
  readonly limiter: RateLimiter;
  /** Has so many seconds go by. */
  pass(seconds: number): Promise<void> | void;
}

/** What `setup` limits to; `connections` are not limited. */
export const RATES_UNDER_TEST = {
  messages: { limit: 3, seconds: 60 },
  statuses: { limit: 2, seconds: 60 },
  connections: null,
  codeFailures: { limit: 5, seconds: 900 },
  ticketFailures: { limit: 4, seconds: 900 },
} as const satisfies Readonly<Record<Budget, Rate | null>>;

const { messages } = RATES_UNDER_TEST;

/** That nobody gets more than there is, whoever asks how often at once, and everybody again when the time is over. */
export const describeRateLimiterContract = (
  options: ContractOptions<RateLimiterUnderTest>,
): void => {
  describe(`RateLimiter: ${options.name}`, () => {
    const subject = eachTime(options);

    const isGiven = async (budget: Budget, key: string): Promise<boolean> =>
      isRight(await subject().limiter.take(budget, key)());

    const givenOf = async (count: number, budget: Budget, key: string): Promise<number> => {
      const all = await Promise.all(Array.from({ length: count }, () => isGiven(budget, key)));
      return all.filter((given) => given).length;
    };

    it('gives as many as there are, and then none', async () => {
      const outcomes: boolean[] = [];
      for (let at = 0; at < 5; at += 1) outcomes.push(await isGiven('messages', 'ann'));
      expect(outcomes).to.deep.equal([true, true, true, false, false]);
    });

    it('gives no more to many who ask at once', async () => {
      expect(await givenOf(1_000, 'messages', 'ann')).to.equal(messages.limit);
    });

    it('says in whole seconds when there is one again', async () => {
      await givenOf(3, 'messages', 'ann');
      await subject().pass(20.5);
      const refused = await subject().limiter.take('messages', 'ann')();
      expect(refused).to.deep.equal({
        _tag: 'Left',
        left: { kind: 'RateLimited', retryAfter: 40 },
      });
      await subject().pass(39.499);
      expect(await subject().limiter.take('messages', 'ann')()).to.deep.equal({
        _tag: 'Left',
        left: { kind: 'RateLimited', retryAfter: 1 },
      });
    });

    it('gives as many again when the time is over, which begins with the first', async () => {
      await givenOf(1, 'messages', 'ann');
      await subject().pass(59);
      expect(await givenOf(5, 'messages', 'ann')).to.equal(2);
      await subject().pass(1.001);
      expect(await givenOf(5, 'messages', 'ann')).to.equal(3);
    });

    it('is not put off by those who go on asking', async () => {
      await givenOf(3, 'messages', 'ann');
      for (let second = 0; second < 60; second += 1) {
        await givenOf(10, 'messages', 'ann');
        await subject().pass(1.001);
      }
      expect(await isGiven('messages', 'ann')).to.equal(true);
    });

    it('counts each key for itself', async () => {
      await givenOf(5, 'messages', 'ann');
      for (const key of ['bea', 'Ann', 'ann ', '', '__proto__', 'constructor', 'a'.repeat(500)]) {
        expect(await givenOf(5, 'messages', key), key).to.equal(3);
      }
    });

    it('counts each budget for itself', async () => {
      await givenOf(5, 'messages', 'ann');
      expect(await givenOf(9, 'codeFailures', 'ann')).to.equal(5);
    });

    it('gives whatever is asked of what is not limited', async () => {
      expect(await givenOf(1_000, 'connections', 'ann')).to.equal(1_000);
      await subject().limiter.giveBack('connections', 'ann')();
    });

    it('takes back what does not count after all', async () => {
      await givenOf(3, 'messages', 'ann');
      await subject().limiter.giveBack('messages', 'ann')();
      expect(await givenOf(5, 'messages', 'ann')).to.equal(1);
    });

    it('counts nothing that it refused: what is taken back is there again', async () => {
      await givenOf(50, 'messages', 'ann');
      for (let at = 0; at < 3; at += 1) await subject().limiter.giveBack('messages', 'ann')();
      expect(await givenOf(5, 'messages', 'ann')).to.equal(3);
    });

    it('takes back nothing that was not taken, or in a time that is over', async () => {
      await subject().limiter.giveBack('messages', 'ann')();
      expect(await givenOf(5, 'messages', 'ann')).to.equal(3);
      await subject().pass(61);
      await subject().limiter.giveBack('messages', 'ann')();
      expect(await givenOf(5, 'messages', 'ann')).to.equal(3);
    });
  });
};
