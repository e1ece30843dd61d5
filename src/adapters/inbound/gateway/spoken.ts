import type { Dialect } from './dialect.js';

/**
 * Which dialects of an entrance a client understands: all, where it has shown at the door who it is; otherwise that by whose own
 * event it says so, and what it uses from then on.
 */
export class Spoken {
  constructor(private used: readonly Dialect[]) {}

  get dialects(): readonly Dialect[] {
    return this.used;
  }

  use(dialects: readonly Dialect[]): void {
    const fresh = dialects.filter((dialect) => !this.used.includes(dialect));
    if (fresh.length > 0) this.used = [...this.used, ...fresh];
  }
}
