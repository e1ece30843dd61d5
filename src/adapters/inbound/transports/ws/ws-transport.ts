import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isLeft } from 'fp-ts/lib/Either.js';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../../../../application/ports/logger.js';
import { afterRenewal, type Entrance, type Pass, type Refusal } from '../../gateway/transport.js';
import type { AddressOf } from '../common/client-address.js';
import { flushAtEndOfTurn } from '../common/flush-at-end-of-turn.js';
import type { FrameBudget } from '../common/frame-budget.js';
import { boundParting } from '../common/websocket.js';
import { commonEnvelope } from '../common/envelope.js';
import type { NoteRefusal } from '../common/refusal-log.js';
import { refuseUpgrade } from '../common/refuse-upgrade.js';
import { HandshakeCookies } from '../common/handshake-cookies.js';
import { setCookies } from '../common/set-cookie.js';
import { handshake, SUBPROTOCOL } from './handshake.js';
import { startHeartbeat } from './heartbeat.js';
import { WsChannel } from './ws-channel.js';
import { WsConnection } from './ws-connection.js';

/** Followed by the dialect's name. */
const BASE = '/ws/';

const STATUSES: Readonly<Record<Refusal['because'], number>> = {
  unauthenticated: 401,
  limited: 429,
  unavailable: 503,
};

export interface WsTransportOptions {
  /** By dialect name. */
  readonly entrances: ReadonlyMap<string, Entrance>;
  readonly heartbeatInterval: number;
  readonly heartbeatTimeout: number;
  readonly isAllowedOrigin: (request: Pick<IncomingMessage, 'headers'>) => boolean;
  readonly turnedAway: NoteRefusal;
  readonly addressOf: AddressOf;
  readonly budget: FrameBudget;
  readonly logger: Logger;
}

export interface WsTransport {
  /** True when the path is one of this transport's; then the socket is its own. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
}

/** One dialect's door: who comes in by it shares a channel, and what a frame may hold. */
interface Door {
  readonly entrance: Entrance;
  readonly channel: WsChannel;
  readonly server: WebSocketServer;
}

const doorTo = (entrance: Entrance, budget: FrameBudget): Door => ({
  entrance,
  channel: new WsChannel(entrance.envelope ?? commonEnvelope, budget),
  server: new WebSocketServer({
    noServer: true,
    maxPayload: entrance.maxFrame,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  }),
});

/** As ws reports a message that is larger than its connection may send. */
const isTooLong = (error: Error): boolean =>
  'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';

/** Serves each dialect at `/ws/<dialect>`, as text frames of its envelope. */
export const wsTransport = (options: WsTransportOptions): WsTransport => {
  const { entrances, isAllowedOrigin, turnedAway, addressOf, budget, logger } = options;
  const doors = new Map([...entrances].map(([name, entrance]) => [name, doorTo(entrance, budget)]));
  const cookiesOf = new HandshakeCookies();
  for (const { server } of doors.values()) cookiesOf.watch(server);
  const heartbeat = startHeartbeat(options);
  const flushLater = flushAtEndOfTurn();

  const open = (ws: WebSocket, tcp: Duplex, { entrance, channel }: Door, pass: Pass): void => {
    const keepAlive = heartbeat.watch(ws);
    const connection = new WsConnection(channel, ws, tcp, flushLater, budget, keepAlive);
    const session = entrance.open(connection, pass);
    const receive = channel.receiver(connection, session);
    ws.on('message', (data: RawData, isBinary: boolean) => {
      // A connection that is being closed still hands over what the client had sent. By default ws
      // gives a message as one buffer.
      if (ws.readyState === ws.OPEN) receive(isBinary ? null : (data as Buffer));
    });
    ws.on('close', () => session.closed());
    ws.on('error', (error) => {
      if (isTooLong(error)) session.closed('frameTooLarge');
      logger.debug('a socket failed', { error });
      boundParting(ws);
    });
  };

  const admit = async (
    request: IncomingMessage,
    tcp: Duplex,
    head: Buffer,
    door: Door,
  ): Promise<void> => {
    if (!isAllowedOrigin(request)) {
      turnedAway(request, 'OriginNotAllowed');
      refuseUpgrade(tcp, 403, 'Origin not allowed');
      return;
    }
    const shaken = handshake(request, addressOf);
    if ('problem' in shaken) {
      turnedAway(request, 'BadHandshake');
      refuseUpgrade(tcp, 400, shaken.problem);
      return;
    }
    const { offer } = shaken;
    const renewed = await door.entrance.renew(offer);
    const admitted = await door.entrance.admit(afterRenewal(offer, renewed));
    if (isLeft(admitted)) {
      const { because, message, retryAfter } = admitted.left;
      refuseUpgrade(tcp, STATUSES[because], message, {
        retryAfter,
        cookies: setCookies(renewed.cookies),
      });
      return;
    }
    cookiesOf.give(request, renewed);
    door.server.handleUpgrade(request, tcp, head, (ws) => open(ws, tcp, door, admitted.right));
  };

  return {
    upgrade: (request, tcp, head) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const door = path.startsWith(BASE) ? doors.get(path.slice(BASE.length)) : undefined;
      if (door === undefined) return false;
      // Until it is upgraded nobody else listens, and an error without a listener ends the process.
      const ignore = (): void => undefined;
      tcp.on('error', ignore);
      admit(request, tcp, head, door).catch((error: unknown) => {
        logger.error('an upgrade failed', { error });
        refuseUpgrade(tcp, 500, 'Internal error');
      });
      return true;
    },
    close: async () => {
      heartbeat.stop();
      await Promise.all(
        [...doors.values()].map(
          ({ server }) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
            }),
        ),
      );
    },
  };
};
