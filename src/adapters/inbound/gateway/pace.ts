import type { Connection } from './transport.js';

/** Bytes unsent past which a connection is slow. */
const SLOW = 1024 * 1024;
/** Bytes unsent past which it is not waited for any longer. */
const HOPELESS = 16 * SLOW;
/** Bytes unsent past which what can wait does: who is told of the past does not become slow by it. */
const ENOUGH = SLOW / 2;
/** Milliseconds in which a slow connection must catch up. */
const PATIENCE = 5_000;
/** Milliseconds between two looks at whether there is room again. */
const LOOK_AGAIN = 20;

/** Watches how a connection keeps up, so that the memory that it takes stays bounded. */
export class Pace {
  private deadline: NodeJS.Timeout | undefined;
  private waiting: { readonly room: Promise<void>; readonly end: () => void } | null = null;

  constructor(
    private readonly connection: Pick<Connection, 'unsent'>,
    private readonly tooSlow: () => void,
  ) {}

  /** To be called after each send. */
  check(): void {
    const { unsent } = this.connection;
    if (unsent <= SLOW) this.forgive();
    else if (unsent > HOPELESS) this.tooSlow();
    else this.deadline ??= setTimeout(() => this.judge(), PATIENCE).unref();
  }

  /** For what can wait: resolves when it may be sent, or never will be; `null` where it may be at once. */
  room(): Promise<void> | null {
    if (this.connection.unsent <= ENOUGH) return null;
    this.waiting ??= this.wait();
    return this.waiting.room;
  }

  stop(): void {
    this.forgive();
    this.waiting?.end();
  }

  private forgive(): void {
    if (this.deadline === undefined) return;
    clearTimeout(this.deadline);
    this.deadline = undefined;
  }

  private judge(): void {
    this.deadline = undefined;
    if (this.connection.unsent > SLOW) this.tooSlow();
  }

  /** Whoever makes no room in time is as slow as one who has too much. */
  private wait(): NonNullable<Pace['waiting']> {
    const { promise: room, resolve } = Promise.withResolvers<undefined>();
    const end = (): void => {
      clearTimeout(deadline);
      clearInterval(looking);
      this.waiting = null;
      resolve(undefined);
    };
    const deadline = setTimeout(() => {
      end();
      this.tooSlow();
    }, PATIENCE).unref();
    const looking = setInterval(() => {
      if (this.connection.unsent <= ENOUGH) end();
    }, LOOK_AGAIN).unref();
    return { room, end };
  }
}
