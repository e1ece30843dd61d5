import type { PersonKey } from '../domain/actor.js';
import type { Instant } from '../domain/ids.js';
import {
  CODE_TIME,
  type CodeTry,
  MAX_TRIES,
  type NewCode,
  type RedeemedCode,
} from './ports/auth-codes.js';

interface KeptCode {
  readonly code: NewCode;
  readonly until: Instant;
  tries: number;
}

/** Past so many the oldest go before their time. */
const MOST = 100_000;

/** The rules of `AuthCodes` over codes in memory: for stores that keep, or know again, all that they were told. */
export class CodeBook {
  /** By id, the one that was kept last at the end. */
  private readonly codes = new Map<string, KeptCode>();
  private readonly byKey = new Map<string, KeptCode>();
  private readonly byTarget = new Map<PersonKey, KeptCode>();

  /** @param most codes that are kept */
  constructor(private readonly most = MOST) {}

  get size(): number {
    return this.codes.size;
  }

  keep(code: NewCode, now: Instant): 'kept' | 'taken' {
    const { id, key, target } = code;
    const same = this.byKey.get(key);
    if (isLive(same, now)) return 'taken';
    this.remove(same);
    if (target !== null) this.remove(this.byTarget.get(target));
    const kept = { code, until: now + CODE_TIME, tries: 0 };
    this.codes.set(id, kept);
    this.byKey.set(key, kept);
    if (target !== null) this.byTarget.set(target, kept);
    this.purge(now);
    return 'kept';
  }

  redeem({ key, by }: CodeTry, now: Instant): RedeemedCode | null {
    const meant = this.byKey.get(key);
    if (isLive(meant, now) && mayRedeem(meant.code, by)) {
      this.remove(meant);
      const { key: _, ...code } = meant.code;
      return code;
    }
    const tried = by === null ? undefined : this.byTarget.get(by);
    if (tried !== undefined && (tried.tries += 1) >= MAX_TRIES) this.remove(tried);
    return null;
  }

  live(ids: readonly string[], now: Instant): ReadonlySet<string> {
    return new Set(ids.filter((id) => isLive(this.codes.get(id), now)));
  }

  private remove(kept: KeptCode | undefined): void {
    if (kept === undefined) return;
    const { id, key, target } = kept.code;
    this.codes.delete(id);
    this.byKey.delete(key);
    if (target !== null) this.byTarget.delete(target);
  }

  /** They are in the order of their times, save where the clock was set back. */
  private purge(now: Instant): void {
    for (const kept of this.codes.values()) {
      if (isLive(kept, now) && this.codes.size <= this.most) return;
      this.remove(kept);
    }
  }
}

const isLive = (kept: KeptCode | undefined, now: Instant): kept is KeptCode =>
  kept !== undefined && kept.until > now;

const mayRedeem = ({ target, isBound }: NewCode, by: PersonKey | null): boolean =>
  target === null || target === by || (by === null && !isBound);
