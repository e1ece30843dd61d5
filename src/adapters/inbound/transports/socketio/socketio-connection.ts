import type { Socket } from 'socket.io';
import type { CloseReason, Connection } from '../../gateway/transport.js';
import { allowBytes, cutOff, type Engine } from './engine.js';
import type { NamespaceChannel, Wire } from './wire.js';

/** As many as the library writes at once. */
const FRAMES_A_WRITE = 2;

/** Everything said to one connection in a turn of the event loop leaves in one write. */
export class SocketioConnection implements Connection<Wire> {
  private pending: Wire[] = [];
  private bytes = 0;
  private readonly engine: Engine;

  constructor(
    socket: Socket,
    readonly channel: NamespaceChannel,
    private readonly flushLater: (connection: SocketioConnection) => void,
  ) {
    this.engine = socket.conn;
  }

  get unsent(): number {
    return this.bytes;
  }

  send(wire: Wire): void {
    this.bytes += wire.frame.length;
    if (this.pending.push(wire) === 1) this.flushLater(this);
  }

  flush(): void {
    const wires = this.pending;
    this.pending = [];
    // Once on WebSocket a connection stays there, so frames can share a write whatever comes between.
    const together = this.engine.transport.name === 'websocket' ? FRAMES_A_WRITE : 1;
    for (let index = 0; index < wires.length; index += together) {
      this.write(wires.slice(index, index + together));
    }
  }

  allow(bytes: number): void {
    allowBytes(this.engine, bytes);
  }

  /** Closes the Engine.IO connection, since after `socket.disconnect()` a client does not come back. */
  close(reason: CloseReason): void {
    if (reason === 'tooSlow') {
      cutOff(this.engine);
      return;
    }
    this.flush();
    this.engine.close();
  }

  /** Frames go as they are, uncopied: what many are too slow for is in memory once. */
  private write(wires: readonly Wire[]): void {
    const [first] = wires;
    if (first === undefined) return;
    const bytes = wires.reduce((sum, { frame }) => sum + frame.length, 0);
    const options = { compress: false, wsPreEncodedFrame: wires.map(({ frame }) => frame) };
    this.engine.write(first.packet, options, () => {
      this.bytes -= bytes;
    });
  }
}

/** Flushes, once the turn's callbacks and promises have run, every connection that was written to. */
export const flushAtEndOfTurn = (): ((connection: SocketioConnection) => void) => {
  let due: SocketioConnection[] = [];
  const flush = (): void => {
    const connections = due;
    due = [];
    for (const connection of connections) connection.flush();
  };
  return (connection) => {
    if (due.push(connection) === 1) process.nextTick(flush);
  };
};
