import type { Instant } from '../../../domain/ids.js';

/** Node fires a timer set further ahead than this at once. */
const FURTHEST = 2 ** 31 - 1;

/** A deadline that may lie further ahead than a timer reaches, and that can be moved or dropped. */
export class Expiry {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly now: () => Instant,
    private readonly expired: () => void,
  ) {}

  at(deadline: Instant): void {
    this.clear();
    const left = Math.max(0, deadline - this.now());
    this.timer = setTimeout(
      () => {
        if (left > FURTHEST) this.at(deadline);
        else this.expired();
      },
      Math.min(left, FURTHEST),
    );
    this.timer.unref();
  }

  clear(): void {
    clearTimeout(this.timer);
  }
}
