import type { Turn } from '../../src/application/ports/turn.js';

/** What is on its way: it comes when the test says so, and what went the same way comes in order. */
export class Air {
  private readonly ways = new Map<string, (() => void)[]>();

  /** Where what is to be done `atEnd` is done on arrival. */
  way(name: string): Turn {
    return {
      atEnd: (arrive) => {
        const queue = this.ways.get(name) ?? [];
        queue.push(arrive);
        this.ways.set(name, queue);
      },
    };
  }

  get isEmpty(): boolean {
    return this.ways.size === 0;
  }

  /** The first on one of the ways arrives. */
  arrive(choice: number): void {
    this.take(choice)?.();
  }

  /** The first on one of the ways never does. */
  lose(choice: number): void {
    this.take(choice);
  }

  private take(choice: number): (() => void) | undefined {
    const names = [...this.ways.keys()];
    const name = names[choice % names.length] ?? '';
    const queue = this.ways.get(name);
    const first = queue?.shift();
    if (queue?.length === 0) this.ways.delete(name);
    return first;
  }
}
