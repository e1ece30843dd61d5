import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Rate } from '../../../application/ports/rate-limiter.js';

const SECOND = 1_000;

/**
 * One budget in the memory of one process. The library keeps whatever key it is given: here the oldest go, by halves, since
 * to take them out one by one has a set walk over all the holes that it left before.
 */
export class BoundedCounter {
  private readonly counts: RateLimiterMemory;
  /** What is counted, by when it began. */
  private newer = new Set<string>();
  private older: ReadonlySet<string> = new Set();

  /** @param most keys that are counted at a time; past it those who began first begin anew */
  constructor(
    { limit, seconds }: Rate,
    private readonly most: number,
  ) {
    this.counts = new RateLimiterMemory({ points: limit, duration: seconds });
  }

  /** `null`, or whole seconds until there is one again. */
  async take(key: string): Promise<number | null> {
    try {
      const { isFirstInDuration } = await this.counts.consume(key);
      if (isFirstInDuration) await this.remember(key);
      return null;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      // The library counts what it refuses, too: then what others give back would be there for nobody.
      await this.giveBack(key);
      return Math.max(1, Math.ceil(refusal.msBeforeNext / SECOND));
    }
  }

  /** What was taken in a time that is over is forgotten already. */
  async giveBack(key: string): Promise<void> {
    const counted = await this.counts.get(key);
    if (counted !== null && counted.consumedPoints > 0 && counted.msBeforeNext > 0) {
      await this.counts.reward(key);
    }
  }

  private async remember(key: string): Promise<void> {
    if (this.newer.size >= this.most / 2) await this.forgetOlder(key);
    this.newer.add(key);
  }

  /** Save for who has begun again since. */
  private async forgetOlder(begun: string): Promise<void> {
    const gone = [...this.older].filter((key) => key !== begun && !this.newer.has(key));
    this.older = this.newer;
    this.newer = new Set();
    for (const key of gone) await this.counts.delete(key);
  }
}
