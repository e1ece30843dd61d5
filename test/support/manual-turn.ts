import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Turn } from '../../src/application/ports/turn.js';

/** A turn that ends when the test says so. */
export class ManualTurn implements Turn {
  private work: (() => void)[] = [];

  atEnd(work: () => void): void {
    this.work.push(work);
  }

  /** What was to be done at the end is not done. */
  forget(): void {
    this.work = [];
  }

  end(): void {
    const due = this.work;
    this.work = [];
    for (const work of due) work();
  }
}

/** Until everything that waits for promises alone has run: what has not happened by then does not. */
export const settled = (): Promise<void> => nextTurn(undefined);
