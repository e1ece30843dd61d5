import { CallOrder } from './call-order.js';
import type { Call } from './dialect.js';

/** What one connection has asked for and not been answered. */
export class Calls {
  private readonly order = new CallOrder();
  private count = 0;
  private waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  get underWay(): number {
    return this.count;
  }

  /** Runs in its turn. `run` says when it has entered its use case's own order, and never rejects. */
  submit(
    { key, pipelined }: Pick<Call, 'key' | 'pipelined'>,
    run: (entered: () => void) => Promise<void>,
  ): void {
    this.count += 1;
    this.order.submit(key, pipelined, (entered, done) => {
      void run(entered).then(() => {
        done();
        this.end();
      });
    });
  }

  /** Counts what is in no order, such as saying who one is. */
  begin(): void {
    this.count += 1;
  }

  end(): void {
    this.count -= 1;
    if (this.waiting.length === 0) return;
    const due = this.waiting.filter(({ count }) => this.count <= count);
    this.waiting = this.waiting.filter(({ count }) => this.count > count);
    for (const { resolve } of due) resolve();
  }

  /** Resolves when no more than so many are under way; to be asked when nothing more is taken in. */
  whenAtMost(count: number): Promise<void> {
    if (this.count <= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push({ count, resolve });
    });
  }
}
