import type { Socket } from 'socket.io';
import type { CloseReason, Connection } from '../../gateway/transport.js';
import type { NamespaceChannel, Wire } from './wire.js';

type Engine = Socket['conn'];

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
    if (wires.length === 0) return;
    this.pending = [];
    const [first] = wires;
    if (first === undefined) return;
    // Once on WebSocket a connection stays there, so the frames can be joined whatever comes between.
    if (this.engine.transport.name === 'websocket') {
      const frames =
        wires.length === 1 ? first.frame : Buffer.concat(wires.map(({ frame }) => frame));
      this.write(first.packet, frames);
    } else {
      for (const { packet, frame } of wires) this.write(packet, frame);
    }
  }

  /** Closes the Engine.IO connection, since after `socket.disconnect()` a client does not come back. */
  close(reason: CloseReason): void {
    if (reason === 'tooSlow') {
      this.engine.close(true);
      return;
    }
    this.flush();
    this.engine.close();
  }

  private write(packet: string, frame: Buffer): void {
    const options = { compress: false, wsPreEncodedFrame: [frame] };
    this.engine.write(packet, options, () => {
      this.bytes -= frame.length;
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
