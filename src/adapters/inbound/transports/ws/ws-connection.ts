import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { CloseReason, Connection } from '../../gateway/transport.js';
import { countMessages } from '../common/counted-messages.js';
import { type FrameBudget, UNCOUNTED } from '../common/frame-budget.js';
import { allowPayload, boundParting, inFewPieces } from '../common/websocket.js';
import type { Wire, WsChannel } from './ws-channel.js';

const CODES: Readonly<Record<CloseReason, readonly [code: number, text: string]>> = {
  policy: [1008, 'policy'],
  tooLarge: [1009, 'too large'],
  restarting: [1012, 'restarting'],
  tooSlow: [1013, 'too slow'],
  dismissed: [1008, 'disconnected by an administrator'],
  unauthenticated: [4401, 'not or no longer authenticated'],
};

/** Everything said in a turn of the event loop leaves in one write. */
export class WsConnection implements Connection<Wire> {
  private pending: Wire[] = [];
  private pendingBytes = 0;

  constructor(
    readonly channel: WsChannel,
    private readonly ws: WebSocket,
    private readonly tcp: Duplex,
    private readonly flushLater: (connection: WsConnection) => void,
    private readonly budget: FrameBudget,
    private readonly keepAlive: () => void,
  ) {}

  get unsent(): number {
    return this.pendingBytes + this.ws.bufferedAmount;
  }

  send(wire: Wire): void {
    this.pendingBytes += wire.length;
    if (this.pending.push(wire) === 1) this.flushLater(this);
  }

  /** Whole frames go straight to the stream: they are made once for all, and ws adds nothing to them. */
  flush(): void {
    const wires = this.pending;
    if (wires.length === 0) return;
    this.pending = [];
    this.pendingBytes = 0;
    if (this.ws.readyState !== this.ws.OPEN) return;
    for (const piece of inFewPieces(wires)) this.tcp.write(piece);
  }

  allow(bytes: number): void {
    allowPayload(this.ws, bytes);
    if (bytes <= UNCOUNTED) return;
    const { keepAlive } = this;
    countMessages(this.ws, this.budget, { keepAlive, cutOff: () => this.close('policy') });
  }

  close(reason: CloseReason): void {
    this.flush();
    this.ws.close(...CODES[reason]);
    boundParting(this.ws);
  }
}
