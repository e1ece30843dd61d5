import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { CloseReason, Connection } from '../../gateway/transport.js';
import { allowPayload, boundParting } from '../common/websocket.js';
import type { Wire, WsChannel } from './ws-channel.js';

const CODES: Readonly<Record<CloseReason, readonly [code: number, text: string]>> = {
  policy: [1008, 'policy'],
  tooLarge: [1009, 'too large'],
  restarting: [1012, 'restarting'],
  tooSlow: [1013, 'too slow'],
  unauthenticated: [4401, 'not or no longer authenticated'],
};

/** Everything said in a turn of the event loop leaves in one write. */
export class WsConnection implements Connection<Wire> {
  private corked = false;

  constructor(
    readonly channel: WsChannel,
    private readonly ws: WebSocket,
    private readonly tcp: Duplex,
  ) {}

  get unsent(): number {
    return this.ws.bufferedAmount;
  }

  /** Whole frames go straight to the stream: they are made once for all, and ws adds nothing to them. */
  send(wire: Wire): void {
    if (this.ws.readyState !== this.ws.OPEN) return;
    this.cork();
    this.tcp.write(wire);
  }

  allow(bytes: number): void {
    allowPayload(this.ws, bytes);
  }

  close(reason: CloseReason): void {
    this.ws.close(...CODES[reason]);
    boundParting(this.ws);
  }

  private cork(): void {
    if (this.corked) return;
    this.corked = true;
    this.tcp.cork();
    process.nextTick(() => {
      this.corked = false;
      this.tcp.uncork();
    });
  }
}
