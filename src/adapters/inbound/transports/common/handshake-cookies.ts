import type { IncomingMessage } from 'node:http';
import type { WebSocketServer } from 'ws';
import { nothingRenewed, type Renewal } from '../../gateway/transport.js';
import { setCookies } from './set-cookie.js';

/** What the answer to an upgrade sets, by the request: one that comes to nothing leaves nothing to the next. */
export class HandshakeCookies {
  private readonly watched = new WeakSet<WebSocketServer>();
  private readonly given = new WeakMap<IncomingMessage, Renewal>();

  /** Has its answers set them; a second call changes nothing. */
  watch(server: WebSocketServer): void {
    if (this.watched.has(server)) return;
    this.watched.add(server);
    server.on('headers', (lines, request) => {
      lines.push(...setCookies(this.of(request).cookies).map((cookie) => `Set-Cookie: ${cookie}`));
    });
  }

  give(request: IncomingMessage, renewal: Renewal): void {
    this.given.set(request, renewal);
  }

  of(request: IncomingMessage): Renewal {
    return this.given.get(request) ?? nothingRenewed;
  }
}
