import type { Turn } from '../../../application/ports/turn.js';

/** Numbers the turns of the event loop, for those who count what comes in one. */
export class Turns {
  private number = 0;
  private isCounted = false;

  constructor(private readonly turn: Turn) {}

  /** The same number until everything that is ready now has been handled. */
  current(): number {
    if (!this.isCounted) {
      this.isCounted = true;
      this.turn.atEnd(() => {
        this.isCounted = false;
        this.number += 1;
      });
    }
    return this.number;
  }
}
