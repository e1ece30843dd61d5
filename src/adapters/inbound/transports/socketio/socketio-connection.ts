import type { Socket } from 'socket.io';
import type { CloseReason, Connection } from '../../gateway/transport.js';
import { inFewPieces } from '../common/websocket.js';
import type { FrameBudget } from '../common/frame-budget.js';
import { allowBytes } from './allowance.js';
import { cutOff, type Engine } from './engine.js';
import { sessionIdOf } from './session-id.js';
import type { NamespaceChannel, Wire } from './wire.js';

/** Everything said to one connection in a turn of the event loop leaves in one write. */
export class SocketioConnection implements Connection<Wire> {
  private pending: Wire[] = [];
  private bytes = 0;
  private readonly engine: Engine;
  readonly sessionId: string | undefined;

  constructor(
    private readonly socket: Socket,
    readonly channel: NamespaceChannel,
    private readonly flushLater: (connection: SocketioConnection) => void,
    private readonly budget: FrameBudget,
  ) {
    this.engine = socket.conn;
    this.sessionId = sessionIdOf(socket);
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
    const [first] = wires;
    if (first === undefined) return;
    this.pending = [];
    // Once on WebSocket a connection stays there, so frames can share a write whatever comes between.
    if (this.engine.transport.name !== 'websocket') {
      for (const { packet, frame } of wires) this.write(packet, frame);
      return;
    }
    const frames = wires.map(({ frame }) => frame);
    for (const piece of inFewPieces(frames)) this.write(first.packet, piece);
  }

  allow(bytes: number): void {
    allowBytes(this.engine, bytes, this.budget);
  }

  /** Closes the Engine.IO connection, but for those who are not to come back: after `socket.disconnect()` a client does not. */
  close(reason: CloseReason): void {
    if (reason === 'tooSlow') {
      cutOff(this.engine);
      return;
    }
    this.flush();
    if (reason === 'dismissed') this.socket.disconnect(true);
    else this.engine.close();
  }

  /** On WebSocket `whole` goes out as it is, instead of the packet. */
  private write(packet: string, whole: Buffer): void {
    const options = { compress: false, wsPreEncodedFrame: [whole] };
    this.engine.write(packet, options, () => {
      this.bytes -= whole.length;
    });
  }
}
