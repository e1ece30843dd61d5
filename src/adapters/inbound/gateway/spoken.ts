import type { Dialect } from './dialect.js';
import type { Entry } from './event-table.js';

/**
 * Which dialects of an entrance a client understands: all, where it has shown at the door who it is; otherwise that by whose own
 * event it says so, and what it uses from then on.
 */
export class Spoken {
  /** The one that it has used last. */
  private current: Dialect;

  constructor(
    first: Dialect,
    private used: readonly Dialect[],
  ) {
    this.current = first;
  }

  get dialects(): readonly Dialect[] {
    return this.used;
  }

  /** Takes note of what an event says of its client, and says in which dialect it is answered. */
  use({ dialect, spoken }: Entry): Dialect {
    if (dialect !== null) this.current = dialect;
    // Each frame comes by here, and hardly any says something new.
    for (const one of spoken) {
      if (!this.used.includes(one)) this.used = [...this.used, one];
    }
    return this.current;
  }
}
