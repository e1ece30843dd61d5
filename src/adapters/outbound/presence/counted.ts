import type { Departure } from '../../../application/ports/presence.js';

/** Counts how often each has come and not gone. */
export class Counted<Key> {
  private readonly counts = new Map<Key, number>();

  get size(): number {
    return this.counts.size;
  }

  has(key: Key): boolean {
    return this.counts.has(key);
  }

  keys(): ReadonlySet<Key> {
    return new Set(this.counts.keys());
  }

  /**
   * @param first what happens where he has come for the first time
   * @param last the same where he has gone as often as he has come
   */
  come(key: Key, first: () => void, last: () => void): Departure {
    const before = this.counts.get(key) ?? 0;
    this.counts.set(key, before + 1);
    if (before === 0) first();
    let isThere = true;
    return () => {
      if (!isThere) return;
      isThere = false;
      const count = this.counts.get(key) ?? 0;
      if (count > 1) return void this.counts.set(key, count - 1);
      this.counts.delete(key);
      last();
    };
  }
}
