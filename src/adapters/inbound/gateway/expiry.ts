import type { Instant } from '../../../domain/ids.js';

/** Milliseconds after which the clock is asked again: it may have been set, and no timer reaches beyond 24 days. */
const LOOK_AGAIN = 60_000;

/** A deadline by the clock, however far ahead, that can be moved or dropped. */
export class Expiry {
  private timer: NodeJS.Timeout | undefined;
  private deadline: Instant = Number.POSITIVE_INFINITY;

  constructor(
    private readonly now: () => Instant,
    private readonly expired: () => void,
  ) {}

  get isOver(): boolean {
    return this.now() >= this.deadline;
  }

  at(deadline: Instant): void {
    this.clear();
    this.deadline = deadline;
    if (deadline < Number.POSITIVE_INFINITY) this.wait();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.deadline = Number.POSITIVE_INFINITY;
  }

  private wait(): void {
    const left = Math.max(0, this.deadline - this.now());
    const look = (): void => {
      if (this.isOver) this.expired();
      else this.wait();
    };
    this.timer = setTimeout(look, Math.min(left, LOOK_AGAIN)).unref();
  }
}
