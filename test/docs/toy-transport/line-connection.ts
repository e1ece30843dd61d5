import type { Socket } from 'node:net';
import type {
  Channel,
  CloseReason,
  Connection,
} from '../../../src/adapters/inbound/gateway/transport.js';
import type { LineLimit } from './lines-of.js';

/** Milliseconds for a client to take the reason and go. */
const PARTING = 1_000;

/** One client's connection, which takes frames as lines. */
export class LineConnection implements Connection<string> {
  private corked = false;

  constructor(
    readonly channel: Channel<string>,
    private readonly socket: Socket,
    private readonly limit: LineLimit,
  ) {}

  get unsent(): number {
    return this.socket.writableLength;
  }

  send(line: string): void {
    if (!this.socket.writable) return;
    this.cork();
    this.socket.write(`${line}\n`);
  }

  allow(bytes: number): void {
    this.limit.bytes = bytes;
  }

  /** The reason is the last line; what the client still sends is thrown away, or it would not get there. */
  close(reason: CloseReason): void {
    this.socket.end(`${JSON.stringify({ closed: reason })}\n`);
    this.socket.resume();
    setTimeout(() => this.socket.destroy(), PARTING).unref();
  }

  private cork(): void {
    if (this.corked) return;
    this.corked = true;
    this.socket.cork();
    process.nextTick(() => {
      this.corked = false;
      this.socket.uncork();
    });
  }
}
