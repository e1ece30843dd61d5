import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { EventBus } from '../../../application/ports/event-bus.js';
import type { IdGenerator } from '../../../application/ports/id-generator.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { Authenticate } from '../../../application/use-cases/authenticate.js';
import { ClientSession, type HandlerEntry } from './client-session.js';
import type { Dialect } from './dialect.js';
import { FanOut } from './fan-out.js';
import { httpFace } from './http-face.js';
import { refuseRouteClashes } from './route-clashes.js';
import type { Entrance, HttpFace, Refusal } from './transport.js';

export interface GatewayDeps {
  readonly dialects: readonly Dialect[];
  readonly authenticate: Authenticate;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
}

/** Where transports and dialects meet: the only code that knows both. */
export interface Gateway {
  /** By Socket.IO namespace; dialects that share one share the entrance. */
  readonly namespaces: ReadonlyMap<string, Entrance>;
  /** By dialect name. */
  readonly dialects: ReadonlyMap<string, Entrance>;
  readonly http: readonly HttpFace[];
  /** Takes in no more frames, answers those under way, and sends every client away to come back. */
  close(): Promise<void>;
}

const handlersOf = (dialects: readonly Dialect[]): ReadonlyMap<unknown, HandlerEntry> =>
  new Map(
    dialects.flatMap((dialect) =>
      [...dialect.events].map(([event, handler]) => [event, { dialect, handler }] as const),
    ),
  );

const refusal = (because: 'InvalidToken' | 'Unavailable'): Refusal =>
  because === 'InvalidToken'
    ? { because: 'unauthenticated', message: 'Authentication failed' }
    : { because: 'unavailable', message: 'Service unavailable' };

/** @throws Error when two dialects have a route for the same request */
export const gateway = (deps: GatewayDeps): Gateway => {
  const { dialects, authenticate, bus, clock, ids, logger } = deps;
  refuseRouteClashes(dialects);
  const fanOut = new FanOut();
  const sessions = new Set<ClientSession>();
  let closing = false;
  const unsubscribe = bus.subscribe((change) => fanOut.deliver(change));

  const entrance = (first: Dialect, ...others: readonly Dialect[]): Entrance => {
    const sessionDeps = {
      dialects: [first, ...others] as const,
      handlers: handlersOf([first, ...others]),
      authenticate,
      fanOut,
      now: () => clock.now(),
      logger,
      onEnd: (session: ClientSession) => sessions.delete(session),
    };
    return {
      authenticate: async (token) => {
        const identity = await authenticate(token)();
        return isLeft(identity) ? left(refusal(identity.left.kind)) : right(identity.right);
      },
      open: (connection, identity) => {
        const correlationId = ids.next();
        const session = new ClientSession(sessionDeps, connection, correlationId, identity);
        sessions.add(session);
        logger.debug('connected', { correlationId, connections: sessions.size });
        // A handshake that was under way when the server began to stop.
        if (closing) connection.close('restarting');
        return session;
      },
    };
  };

  const byNamespace = Map.groupBy(dialects, ({ namespace }) => namespace);

  return {
    namespaces: new Map(
      [...byNamespace].flatMap(([namespace, [first, ...others]]) =>
        first === undefined ? [] : [[namespace, entrance(first, ...others)] as const],
      ),
    ),
    dialects: new Map(dialects.map((dialect) => [dialect.name, entrance(dialect)] as const)),
    http: dialects.map((dialect) => httpFace(dialect, authenticate, logger)),
    close: async () => {
      closing = true;
      await Promise.all([...sessions].map((session) => session.finish()));
      unsubscribe();
      for (const session of sessions) {
        session.connection.close('restarting');
        session.closed();
      }
    },
  };
};
