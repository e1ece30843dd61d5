import { type IncomingMessage, type Server as HttpServer, ServerResponse } from 'node:http';
import { isLeft } from 'fp-ts/lib/Either.js';
import { type Namespace, Server, type Socket } from 'socket.io';
import { WebSocketServer } from 'ws';
import type { Logger } from '../../../../application/ports/logger.js';
import { afterRenewal, type Entrance, type Pass, type Refusal } from '../../gateway/transport.js';
import type { AddressOf } from '../common/client-address.js';
import { flushAtEndOfTurn } from '../common/flush-at-end-of-turn.js';
import type { FrameBudget } from '../common/frame-budget.js';
import { HandshakeCookies } from '../common/handshake-cookies.js';
import type { NoteRefusal } from '../common/refusal-log.js';
import { refuseUpgrade } from '../common/refuse-upgrade.js';
import { type Engine, webSocketServerOf } from './engine.js';
import { parserWith, Reception } from './packet-decoder.js';
import { packetLimit } from './packet-limit.js';
import { SocketioConnection } from './socketio-connection.js';
import { renewalFor } from './renewal.js';
import { giveSessionId } from './session-id.js';
import { offerFrom } from './socketio-offer.js';
import { Strangers } from './strangers.js';
import { unknownNamespaces } from './unknown-namespaces.js';
import { namespaceChannel } from './wire.js';

const SOCKETIO_PATH = '/socket.io';

/** Milliseconds; as long as Node has a request be under way, since a client sends that to its end before it goes over. */
const UPGRADE_TIME = 300_000;

export interface SocketioTransportOptions {
  readonly entrances: ReadonlyMap<string, Entrance>;
  /** Milliseconds between pings. */
  readonly heartbeatInterval: number;
  /** Milliseconds without a sign of life after which a connection is dead. */
  readonly heartbeatTimeout: number;
  readonly isAllowedOrigin: (request: Pick<IncomingMessage, 'headers'>) => boolean;
  readonly turnedAway: NoteRefusal;
  readonly addressOf: AddressOf;
  readonly budget: FrameBudget;
  readonly logger: Logger;
}

export interface SocketioTransport {
  /** Whether an upgrade is this transport's: the library takes it from the server by itself. */
  upgrade(request: IncomingMessage): boolean;
  close(): Promise<void>;
}

interface SocketData {
  pass?: Pass;
}

/** What a client's `connect_error` says; where it is a limit, its `data` says when to come back. */
const refusal = ({ message, retryAfter }: Refusal): Error =>
  Object.assign(new Error(message), retryAfter === undefined ? {} : { data: { retryAfter } });

/** What the library has for a response to an upgrade says nothing, and hangs up. */
const refuse = (
  { socket }: IncomingMessage,
  response: unknown,
  status: number,
  message: string,
): void => {
  if (!(response instanceof ServerResponse)) {
    refuseUpgrade(socket, status, message);
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ success: false, message }));
};

const queryOf = ({ url = '' }: IncomingMessage): URLSearchParams =>
  new URL(url, 'http://localhost').searchParams;

/** What a page of elsewhere embeds, an image say: it names no origin, and no client of the library asks so. */
const isEmbedded = ({ headers }: IncomingMessage): boolean => {
  const { origin, 'sec-fetch-site': site } = headers;
  return origin === undefined && (site === 'cross-site' || site === 'same-site');
};

/** The library answers it with a script, which every page could run: a script's request bears no `Origin`. */
const JSONP = 'j';

/** Whom the library never sees: why, and what he hears. */
const REFUSALS = {
  origin: ['OriginNotAllowed', 403, 'Origin not allowed'],
  jsonp: ['JsonpNotSupported', 400, 'JSONP is not supported'],
  strangers: ['TooManyStrangers', 503, 'Too many connections'],
} as const;

/** Only a handshake has none. */
const CONNECTION_ID = 'sid';

/** Serves each entrance as a namespace of one Socket.IO server. */
export const socketioTransport = (
  server: HttpServer,
  options: SocketioTransportOptions,
): SocketioTransport => {
  const { entrances, isAllowedOrigin, turnedAway, addressOf, budget, logger } = options;
  const io = new Server(server, {
    path: SOCKETIO_PATH,
    parser: parserWith(budget),
    cors: (request, answer) => {
      answer(null, { origin: isAllowedOrigin(request), credentials: true });
    },
    destroyUpgrade: false,
    upgradeTimeout: UPGRADE_TIME,
    serveClient: true,
    pingInterval: options.heartbeatInterval,
    pingTimeout: Math.max(1, options.heartbeatTimeout - options.heartbeatInterval),
    maxHttpBufferSize: Math.max(...[...entrances.values()].map(({ maxFrame }) => maxFrame)),
    connectTimeout: 10_000,
    perMessageDeflate: false,
    // Engine.IO's own may be an older one, which keeps every pong that nobody reads.
    wsEngine: WebSocketServer,
  });
  const flushLater = flushAtEndOfTurn();
  const strangers = new Strangers();
  io.engine.on('connection', packetLimit());
  io.engine.on('connection', (engine: Engine) => strangers.arrive(engine));
  io.engine.on(
    'connection',
    unknownNamespaces(new Set(entrances.keys()), (request) => turnedAway(request, 'NoSuchPath')),
  );

  // Here and nowhere else: `cors` does not guard WebSocket handshakes, `allowRequest` skips known sids.
  const turnAway = (
    request: IncomingMessage,
    response: unknown,
    [reason, status, message]: (typeof REFUSALS)[keyof typeof REFUSALS],
  ): void => {
    turnedAway(request, reason);
    refuse(request, response, status, message);
  };
  io.engine.use((request: IncomingMessage, response: unknown, next: () => void) => {
    const query = queryOf(request);
    if (!isAllowedOrigin(request) || isEmbedded(request)) {
      turnAway(request, response, REFUSALS.origin);
    } else if (query.has(JSONP)) turnAway(request, response, REFUSALS.jsonp);
    else if (strangers.areTooMany && !query.has(CONNECTION_ID)) {
      turnAway(request, response, REFUSALS.strangers);
    } else next();
  });

  const cookiesOf = new HandshakeCookies();
  const renew = renewalFor([...entrances.values()], addressOf, cookiesOf);
  io.engine.use((request: IncomingMessage, response: unknown, next: () => void) => {
    if (queryOf(request).has(CONNECTION_ID)) {
      next();
      return;
    }
    // The library makes another one when the server begins to listen.
    cookiesOf.watch(webSocketServerOf(io.engine));
    renew(request, response).then(next, (error: unknown) => {
      logger.error('a renewal failed unexpectedly', { error });
      next();
    });
  });

  const serve = (namespace: Namespace, entrance: Entrance): void => {
    const channel = namespaceChannel(namespace.name);
    /** Connections that are in this namespace, or on their way into it. */
    const present = new WeakSet<Socket['conn']>();

    namespace.use((socket, next) => {
      // The library would open a session for each of a thousand handshakes in one request.
      if (present.has(socket.conn)) {
        socket.conn.close(true);
        // The library forgets a handshake that it hears the end of.
        return next(new Error('Connected already'));
      }
      present.add(socket.conn);
      const offer = afterRenewal(offerFrom(socket, addressOf), cookiesOf.of(socket.request));
      entrance.admit(offer).then(
        (result) => {
          if (isLeft(result)) {
            present.delete(socket.conn);
            // After a refusal its client would not come back by itself.
            if (offer.sessionId !== null && result.left.because === 'unavailable')
              socket.conn.close();
            return next(refusal(result.left));
          }
          giveSessionId(socket);
          (socket.data as SocketData).pass = result.right;
          return next();
        },
        (error: unknown) => {
          present.delete(socket.conn);
          logger.error('authentication failed unexpectedly', { error });
          next(new Error('Internal error'));
        },
      );
    });

    namespace.on('connection', (socket) => {
      const { pass } = socket.data as SocketData;
      if (pass === undefined) return socket.conn.close(true);
      strangers.introduce(socket.conn);
      const connection = new SocketioConnection(socket, channel, flushLater, budget);
      const session = entrance.open(connection, pass);
      // The library reports a malformed packet here, and closes; without a listener it would write to stderr.
      socket.on('error', (error: unknown) => logger.debug('a socket failed', { error }));
      socket.on('disconnect', () => {
        present.delete(socket.conn);
        session.closed();
      });
      // Every event comes through here and goes no further: the library catches nothing that a listener throws.
      socket.use((packet) => {
        const [event, payload, reception] = packet as readonly unknown[];
        if (!(reception instanceof Reception)) return;
        const { bytes, ack, share } = reception;
        session.receive({
          event,
          payload,
          bytes,
          hold: share?.hold,
          acknowledge:
            ack === undefined
              ? undefined
              : (answer) => connection.send(channel.acknowledge(ack, answer)),
        });
      });
    });
  };

  for (const [name, entrance] of entrances) serve(io.of(name), entrance);
  if (!entrances.has('/')) {
    // The library lets anybody into the main namespace unless told otherwise.
    io.use((_socket, next) => next(new Error('Invalid namespace')));
  }

  return {
    upgrade: ({ url }) => url?.startsWith(`${SOCKETIO_PATH}/`) ?? false,
    close: () => io.close(),
  };
};
