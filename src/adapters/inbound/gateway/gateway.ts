import type { AuthCodes } from '../../../application/ports/auth-codes.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { ConversationLog } from '../../../application/ports/conversation-log.js';
import type { EventBus } from '../../../application/ports/event-bus.js';
import type { GuestIds } from '../../../application/ports/guest-ids.js';
import type { IdGenerator } from '../../../application/ports/id-generator.js';
import type { Logger } from '../../../application/ports/logger.js';
import { type Metrics, noMetrics } from '../../../application/ports/metrics.js';
import type { Presence } from '../../../application/ports/presence.js';
import type { RateLimiter } from '../../../application/ports/rate-limiter.js';
import type { SessionRefresher } from '../../../application/ports/session-refresher.js';
import type { Sessions } from '../../../application/ports/sessions.js';
import type { Turn } from '../../../application/ports/turn.js';
import { publishing } from '../../../application/publishing.js';
import type { Authenticate } from '../../../application/use-cases/authenticate.js';
import type { CountRooms } from '../../../application/use-cases/count-rooms.js';
import type { RejoinConversations } from '../../../application/use-cases/rejoin-conversations.js';
import { admitting } from './admitting.js';
import { Clients } from './clients.js';
import { ClientSession } from './client-session.js';
import type { Dialect } from './dialect.js';
import { EventTable } from './event-table.js';
import { FanOut } from './fan-out.js';
import { httpFace } from './http-face.js';
import { MAX_STRANGERS_FRAME } from './intake.js';
import { OnlineLists } from './online-lists.js';
import { refuseRouteClashes } from './route-clashes.js';
import { Recognition } from './recognition.js';
import { renewing } from './renewal.js';
import { RoomWatch } from './room-watch.js';
import { SecurityGuard } from './security-guard.js';
import { SecurityLog } from './security-log.js';
import { SessionBook } from './session-book.js';
import { originIn } from './headers.js';
import type { Entrance, HttpFace } from './transport.js';
import { tracedConnection, tracedSession } from './traced.js';
import { Turns } from './turns.js';
import { Typists } from './typists.js';

/** Bytes past which a frame closes its connection, where its dialect takes no larger ones; a smaller one is refused in words. */
const MAX_FRAME = 1024 * 1024;

/** Milliseconds. */
export interface GatewayTimes {
  /** After which typing that was not renewed has ended. */
  readonly typing: number;
  /** After which the store is asked again when it failed somebody who is told what he missed, or whose session is saved. */
  readonly retry: number;
  /** After which the session of a client that stays is saved again. */
  readonly renewal: number;
}

const TIMES: GatewayTimes = { typing: 10_000, retry: 1_000, renewal: 3_600_000 };

export interface GatewayDeps {
  readonly dialects: readonly Dialect[];
  readonly authenticate: Authenticate;
  readonly guestIds: GuestIds;
  /** Null where nobody renews sessions. */
  readonly refresher: SessionRefresher | null;
  /** Whether browsers are to send the cookies that a renewal gives them by https alone. */
  readonly secureCookies: boolean;
  readonly rejoinConversations: RejoinConversations;
  readonly countRooms: CountRooms;
  readonly log: Pick<ConversationLog, 'read' | 'load'>;
  readonly sessions: Sessions;
  readonly codes: Pick<AuthCodes, 'live'>;
  readonly bus: EventBus;
  readonly limiter: RateLimiter;
  readonly presence: Presence;
  readonly clock: Clock;
  readonly turn: Turn;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** Whether each frame is told of at `debug`. */
  readonly traces?: boolean;
  readonly times?: Partial<GatewayTimes>;
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

/** @throws Error when two dialects take the same event at one entrance, or have a route for the same request */
export const gateway = (deps: GatewayDeps): Gateway => {
  const { dialects, log, codes, bus, presence, clock, ids, logger, metrics = noMetrics } = deps;
  refuseRouteClashes(dialects);
  const times = { ...TIMES, ...deps.times };
  const security = new SecurityLog({ logger, metrics });
  const fanOut = new FanOut({
    log,
    codes,
    presence,
    clock,
    turn: deps.turn,
    retryAfter: times.retry,
    logger,
    metrics,
  });
  const turns = new Turns(deps.turn);
  const now = () => clock.now();
  const typists = new Typists(publishing(bus, logger), now);
  const watch = new RoomWatch(deps.countRooms, logger);
  const listeners = () => fanOut.roster.everybody();
  const onlineLists = new OnlineLists({ presence, listeners, logger });
  const book = new SessionBook({
    sessions: deps.sessions,
    now,
    turn: deps.turn,
    retryAfter: times.retry,
    renewEvery: times.renewal,
    logger,
  });
  const { rejoinConversations, limiter } = deps;
  const clients = new Clients(now);
  const sessions = new Set<ClientSession>();
  let closing = false;
  const unsubscriptions = [
    bus.subscribe((message) => fanOut.receive(message)),
    presence.subscribe((change) => {
      if (change.kind === 'room') fanOut.moved(change);
      else onlineLists.changed();
    }),
  ];

  const entrance = (first: Dialect, ...others: readonly Dialect[]): Entrance => {
    const sharing = [first, ...others] as const;
    const admissions = sharing.map(({ admission }) => admission);
    const recognition = new Recognition(deps, admissions);
    const sessionDeps = {
      dialects: sharing,
      events: new EventTable(sharing),
      recognition,
      fanOut,
      typists,
      watch,
      turns,
      book,
      rejoinConversations,
      now,
      maxFrame: {
        // One that is a little too large is refused in words.
        ofAnybody: 2 * MAX_STRANGERS_FRAME,
        ofKnown: Math.max(MAX_FRAME, ...admissions.map(({ maxFrame }) => maxFrame)),
      },
      typingTime: times.typing,
      logger,
      onEnd: (session: ClientSession) => {
        sessions.delete(session);
        clients.leave(session.connection);
      },
    };
    const name = sharing.map((dialect) => dialect.name).join(' and ');
    const admitsLater = admissions.some(({ later }) => later);
    return {
      name,
      maxFrame: MAX_STRANGERS_FRAME,
      envelope: first.envelope,
      renew: renewing({ ...deps, security, name }, admissions),
      admit: admitting({
        limiter,
        recognition,
        book,
        rejoinConversations,
        admitsLater,
        security,
        name,
      }),
      open: (bare, pass) => {
        const correlationId = ids.next();
        const trace = { logger, correlationId };
        const connection = deps.traces === true ? tracedConnection(bare, trace) : bare;
        const client = clients.arrive(connection, pass.offer.sessionId);
        const { address, headers } = pass.offer;
        const from = { address, origin: originIn(headers), dialect: name, correlationId };
        const guard = new SecurityGuard(security, from, metrics);
        if (pass.identity !== null) guard.become(pass.identity.actor, pass.isProved, null);
        const session = new ClientSession({ ...sessionDeps, guard }, connection, correlationId, {
          ...pass,
          client,
        });
        sessions.add(session);
        logger.debug('connected', { correlationId, connections: sessions.size });
        // A handshake that was under way when the server began to stop.
        if (closing) connection.close('restarting');
        return deps.traces === true ? tracedSession(session, sessionDeps.events, trace) : session;
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
    http: dialects.map((dialect) =>
      httpFace(
        dialect,
        {
          recognition: new Recognition(deps, [dialect.admission]),
          renew: renewing({ ...deps, security, name: dialect.name }, [dialect.admission]),
        },
        { logger, security, metrics },
      ),
    ),
    close: async () => {
      closing = true;
      await Promise.all([...sessions].map((session) => session.finish()));
      for (const unsubscribe of unsubscriptions) unsubscribe();
      onlineLists.close();
      security.close();
      for (const session of sessions) {
        session.connection.close('restarting');
        session.closed();
      }
      await book.close();
    },
  };
};
