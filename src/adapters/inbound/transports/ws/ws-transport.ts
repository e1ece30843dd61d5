import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isLeft } from 'fp-ts/lib/Either.js';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../../../../application/ports/logger.js';
import type { Identity } from '../../../../application/ports/token-verifier.js';
import {
  type Entrance,
  MAX_FRAME,
  MAX_FRAME_BEFORE_CLOSE,
  OVERSIZED,
} from '../../gateway/transport.js';
import { acknowledgement, badFrame, parseEnvelope } from './envelope.js';
import { offeredToken, SUBPROTOCOL } from './handshake.js';
import { startHeartbeat } from './heartbeat.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import { WsConnection } from './ws-connection.js';

/** Followed by the dialect's name. */
const BASE = '/ws/';

/** Frames that are no envelope, after which a connection is closed. */
const MAX_BAD_FRAMES = 10;

export interface WsTransportOptions {
  /** By dialect name. */
  readonly entrances: ReadonlyMap<string, Entrance>;
  readonly heartbeatInterval: number;
  readonly heartbeatTimeout: number;
  readonly isAllowedOrigin: (request: Pick<IncomingMessage, 'headers'>) => boolean;
  readonly logger: Logger;
}

export interface WsTransport {
  /** True when the path is one of this transport's; then the socket is its own. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');

/** Serves each dialect at `/ws/<dialect>`, as text frames of one envelope. */
export const wsTransport = (options: WsTransportOptions): WsTransport => {
  const { entrances, isAllowedOrigin, logger } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BEFORE_CLOSE,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const heartbeat = startHeartbeat(options);

  const open = (
    ws: WebSocket,
    tcp: Duplex,
    entrance: Entrance,
    identity: Identity | null,
  ): void => {
    const connection = new WsConnection(ws, tcp);
    const session = entrance.open(connection, identity);
    let badFrames = 0;

    const receive = (data: RawData, isBinary: boolean): void => {
      // A connection that is being closed still hands over what the client had sent.
      if (ws.readyState !== ws.OPEN) return;
      const text = isBinary ? '' : textOf(data);
      const envelope = parseEnvelope(text);
      if (envelope === null) {
        connection.send(badFrame);
        badFrames += 1;
        if (badFrames === MAX_BAD_FRAMES) connection.close('policy');
        return;
      }
      const payload = Buffer.byteLength(text) > MAX_FRAME ? OVERSIZED : envelope.data;
      const { ack } = envelope;
      if (ack === undefined) session.receive(envelope.event, payload);
      else {
        session.receive(envelope.event, payload, (answer) =>
          connection.send(acknowledgement(ack, answer)),
        );
      }
    };

    heartbeat.watch(ws);
    ws.on('message', receive);
    ws.on('close', () => session.closed());
    ws.on('error', (error) => logger.debug('a socket failed', { error }));
  };

  const admit = async (
    request: IncomingMessage,
    tcp: Duplex,
    head: Buffer,
    entrance: Entrance,
  ): Promise<void> => {
    if (!isAllowedOrigin(request)) {
      refuseUpgrade(tcp, 403, 'Origin not allowed');
      return;
    }
    const offered = offeredToken(request);
    if ('problem' in offered) {
      refuseUpgrade(tcp, 400, offered.problem);
      return;
    }
    let identity: Identity | null = null;
    if (offered.token !== null) {
      const result = await entrance.authenticate(offered.token);
      if (isLeft(result)) {
        const status = result.left.because === 'unauthenticated' ? 401 : 503;
        refuseUpgrade(tcp, status, result.left.message);
        return;
      }
      identity = result.right;
    }
    server.handleUpgrade(request, tcp, head, (ws) => open(ws, tcp, entrance, identity));
  };

  return {
    upgrade: (request, tcp, head) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const entrance = path.startsWith(BASE) ? entrances.get(path.slice(BASE.length)) : undefined;
      if (entrance === undefined) return false;
      // Until it is upgraded nobody else listens, and an error without a listener ends the process.
      const ignore = (): void => undefined;
      tcp.on('error', ignore);
      admit(request, tcp, head, entrance).catch((error: unknown) => {
        logger.error('an upgrade failed', { error });
        refuseUpgrade(tcp, 500, 'Internal error');
      });
      return true;
    },
    close: () =>
      new Promise((resolve) => {
        heartbeat.stop();
        server.close(() => resolve());
      }),
  };
};
