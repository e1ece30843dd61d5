import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Rate } from '../../../application/ports/rate-limiter.js';

const SECOND = 1_000;

/** One budget in the memory of one process. The library keeps whatever key it is given: here the oldest go. */
export class BoundedCounter {
  private readonly counts: RateLimiterMemory;
  /** What is counted, in the order in which each began. */
  private readonly keys = new Set<string>();

  /** @param most keys that are counted at a time; past it who began first begins anew */
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
    this.keys.delete(key);
    this.keys.add(key);
    const [oldest] = this.keys;
    if (oldest === undefined || this.keys.size <= this.most) return;
    this.keys.delete(oldest);
    await this.counts.delete(oldest);
  }
}
