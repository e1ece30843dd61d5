import { CallOrder, type CallTurn } from './call-order.js';
import type { Call, Known } from './dialect.js';
import type { Arrival } from './transport.js';

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

  /**
   * Runs in its turn; `run` says when it has entered its use case's own order, answers after the call ahead, and never rejects.
   * Until it ends `hold` holds its frame.
   */
  submit(
    { key, pipelined }: Placed,
    run: (turn: CallTurn) => Promise<void>,
    hold?: Arrival['hold'],
  ): void {
    const end = this.begin(hold);
    const place = (known: string): void => {
      this.order.submit(known, pipelined, (turn, done) => {
        void run(turn).then(() => {
          done();
          end();
        });
      });
    };
    if (typeof key === 'string' && this.placing === null) place(key);
    else this.placeLater(key, place);
  }

  /** Behind those whose keys are being looked up. */
  private placeLater(key: Placed['key'], place: (known: string) => void): void {
    const placing = Promise.all([key, this.placing]).then(([known]) => {
      if (this.placing === placing) this.placing = null;
      place(known);
    });
    this.placing = placing;
  }

  /** Counts what is in no order, such as saying who one is, until what comes back is called. */
  begin(hold?: Arrival['hold']): () => void {
    this.count += 1;
    const release = hold?.();
    return () => {
      release?.();
      this.end();
    };
  }

  private end(): void {
    this.count -= 1;
    if (this.waiting.length === 0) return;
    const due = this.waiting.filter(({ count }) => this.count <= count);
    this.waiting = this.waiting.filter(({ count }) => this.count > count);
    for (const { resolve } of due) resolve();
  }

  /** When all that is under way has been done; null where nothing is. */
  settled(): Promise<void> | null {
    return this.count === 0 ? null : this.whenAtMost(0);
  }

  /** Resolves when no more than so many are under way; to be asked when nothing more is taken in. */
  whenAtMost(count: number): Promise<void> {
    if (this.count <= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push({ count, resolve });
    });
  }
}
