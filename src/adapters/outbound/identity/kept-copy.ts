import type { Clock } from '../../../application/ports/clock.js';
import type { Instant } from '../../../domain/ids.js';

const MINUTE = 60_000;

/** Milliseconds since the copy was made, after which another one is asked for while this one goes on counting. */
const SOON = 5 * MINUTE;

/** After which who asks waits for it, unless the last try failed. */
const DUE = 10 * MINUTE;

/** After which it counts no longer, though there is no other. */
const MAX_AGE = 60 * MINUTE;

/** Between one try and the next, when it was good and when it failed. */
const COOLDOWN = MINUTE / 2;
const RETRY = 5_000;

const NEVER: Instant = Number.NEGATIVE_INFINITY;

export interface KeptCopyOptions {
  /** Makes the copy anew; what there was stays when it rejects. Ends within seconds. */
  readonly read: () => Promise<void>;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
  /** After a failure. */
  readonly recovered: () => void;
}

/** When a copy of what stands elsewhere is made anew, and how long it counts when that cannot be. */
export class KeptCopy {
  private madeAt = NEVER;
  private triedAt = NEVER;
  private failing = false;
  private pending: Promise<void> | null = null;

  constructor(private readonly options: KeptCopyOptions) {}

  get isUsable(): boolean {
    return this.isWithin(MAX_AGE, this.madeAt);
  }

  /** Whether the last try failed. */
  get isFailing(): boolean {
    return this.failing;
  }

  /** Sees to it that the copy is as fresh as it can be, without waiting for what is down. */
  async keepFresh(): Promise<void> {
    if (this.isWithin(SOON, this.madeAt)) return;
    const isOverdue = !this.isWithin(DUE, this.madeAt) && !this.failing;
    const refreshed = this.refresh();
    if (isOverdue || !this.isUsable) await refreshed;
  }

  /** Tries to make the copy anew, unless that was tried just now; all who ask meanwhile share one try. */
  refresh(): Promise<void> {
    if (this.pending !== null) return this.pending;
    if (this.isWithin(this.failing ? RETRY : COOLDOWN, this.triedAt)) return Promise.resolve();
    this.pending = this.attempt().finally(() => {
      this.pending = null;
    });
    return this.pending;
  }

  private async attempt(): Promise<void> {
    const { read, clock, failed, recovered } = this.options;
    try {
      await read();
      this.madeAt = clock.now();
      if (this.failing) recovered();
      this.failing = false;
    } catch (error) {
      this.failing = true;
      failed(error);
    } finally {
      this.triedAt = clock.now();
    }
  }

  /** Not so either for what is in the future: the clock was set back, by who knows how much. */
  private isWithin(span: number, since: Instant): boolean {
    const elapsed = this.options.clock.now() - since;
    return elapsed >= 0 && elapsed < span;
  }
}
