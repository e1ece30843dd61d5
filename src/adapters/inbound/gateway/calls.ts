import { CallOrder } from './call-order.js';
import type { Call, Known } from './dialect.js';

type Run = (entered: () => void) => Promise<void>;

/** Where a call stands among those of its connection; a key may be looked up, which never fails. */
interface Placed {
  readonly key: string | Promise<string>;
  readonly pipelined: boolean;
}

export const placeOf = (
  { key, pipelined }: Pick<Call, 'key' | 'pipelined'>,
  known: Known,
): Placed => ({
  key: typeof key === 'string' ? key : key(known),
  pipelined,
});

/** What one connection has asked for and not been answered. */
export class Calls {
  private readonly order = new CallOrder();
  private count = 0;
  /** Until the call that came last has its place; `null` when all have. */
  private placing: Promise<void> | null = null;
  private waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  get underWay(): number {
    return this.count;
  }

  /** Runs in its turn. `run` says when it has entered its use case's own order, and never rejects. */
  submit({ key, pipelined }: Placed, run: Run): void {
    this.count += 1;
    if (typeof key === 'string' && this.placing === null) this.place(key, pipelined, run);
    else this.placeLater(key, pipelined, run);
  }

  private place(key: string, pipelined: boolean, run: Run): void {
    this.order.submit(key, pipelined, (entered, done) => {
      void run(entered).then(() => {
        done();
        this.end();
      });
    });
  }

  /** Behind those whose keys are being looked up. */
  private placeLater(key: Placed['key'], pipelined: boolean, run: Run): void {
    const placing = Promise.all([key, this.placing]).then(([found]) => {
      if (this.placing === placing) this.placing = null;
      this.place(found, pipelined, run);
    });
    this.placing = placing;
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
