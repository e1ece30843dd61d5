import type { Clock } from '../../../application/ports/clock.js';
import type { Instant } from '../../../domain/ids.js';

/** Milliseconds: a page that opens several connections at once has its new cookies by then. */
const KEPT = 10_000;

/** Renewals at a time; whoever wants one more is told at once that it cannot be. */
const MAX_UNDER_WAY = 100;

interface Shared<A> {
  readonly answer: Promise<A>;
  /** Null while it is under way. */
  doneAt: Instant | null;
}

/** Has those who ask for the same at a time, or soon after, share one answer. */
export class SharedRenewals<A> {
  /** In the order in which they began. */
  private readonly shared = new Map<string, Shared<A>>();
  private underWay = 0;

  constructor(
    private readonly clock: Clock,
    private readonly isKept: (answer: A) => boolean,
  ) {}

  /** `null` where too many are under way; `begin` never rejects. */
  ask(name: string, begin: () => Promise<A>): Promise<A> | null {
    this.forgetOld();
    const before = this.shared.get(name);
    if (before !== undefined) return before.answer;
    if (this.underWay >= MAX_UNDER_WAY) return null;
    this.underWay += 1;
    const shared: Shared<A> = { answer: begin(), doneAt: null };
    this.shared.set(name, shared);
    void shared.answer.then((answer) => {
      this.underWay -= 1;
      if (this.isKept(answer)) shared.doneAt = this.clock.now();
      else this.shared.delete(name);
    });
    return shared.answer;
  }

  private forgetOld(): void {
    const now = this.clock.now();
    for (const [name, { doneAt }] of this.shared) {
      if (doneAt !== null && Math.abs(now - doneAt) < KEPT) return;
      if (doneAt !== null) this.shared.delete(name);
    }
  }
}
