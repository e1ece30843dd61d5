import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { CloseReason, Connection } from '../../gateway/transport.js';
import { envelopeChannel, type Wire } from './envelope.js';

const CODES: Readonly<Record<CloseReason, readonly [code: number, text: string]>> = {
  policy: [1008, 'policy'],
  tooLarge: [1009, 'too large'],
  restarting: [1012, 'restarting'],
  tooSlow: [1013, 'too slow'],
  unauthenticated: [4401, 'not or no longer authenticated'],
};

/** What a slow client may take to answer a close, in milliseconds. */
const CLOSE_TIME = 5_000;

/** Everything said in a turn of the event loop leaves in one write. */
export class WsConnection implements Connection<Wire> {
  readonly channel = envelopeChannel;
  private corked = false;

  constructor(
    private readonly ws: WebSocket,
    private readonly tcp: Duplex,
  ) {}

  get unsent(): number {
    return this.ws.bufferedAmount;
  }

  send(wire: Wire): void {
    if (this.ws.readyState !== this.ws.OPEN) return;
    this.cork();
    this.ws.send(wire, { binary: false });
  }

  close(reason: CloseReason): void {
    this.ws.close(...CODES[reason]);
    setTimeout(() => this.ws.terminate(), CLOSE_TIME).unref();
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
