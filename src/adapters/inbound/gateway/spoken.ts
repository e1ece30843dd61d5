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
    // Each frame comes by here, and hardly any says something new.
    for (const dialect of dialects) {
      if (!this.used.includes(dialect)) this.used = [...this.used, dialect];
    }
  }
}
