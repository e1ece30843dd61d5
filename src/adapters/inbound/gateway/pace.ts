import type { Connection } from './transport.js';

/** Bytes unsent past which a connection is slow. */
const SLOW = 1024 * 1024;
/** Bytes unsent past which it is not waited for any longer. */
const HOPELESS = 16 * SLOW;
/** Milliseconds in which a slow connection must catch up. */
const PATIENCE = 5_000;

/** Watches how a connection keeps up, so that the memory that it takes stays bounded. */
export class Pace {
  private deadline: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Pick<Connection, 'unsent'>,
    private readonly tooSlow: () => void,
  ) {}

  /** To be called after each send. */
  check(): void {
    const { unsent } = this.connection;
    if (unsent <= SLOW) this.stop();
    else if (unsent > HOPELESS) this.tooSlow();
    else this.deadline ??= setTimeout(() => this.judge(), PATIENCE).unref();
  }

  stop(): void {
    if (this.deadline === undefined) return;
    clearTimeout(this.deadline);
    this.deadline = undefined;
  }

  private judge(): void {
    this.deadline = undefined;
    if (this.connection.unsent > SLOW) this.tooSlow();
  }
}
