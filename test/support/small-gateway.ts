import { left, right } from 'fp-ts/lib/Either.js';
import { supportDialect } from '../../src/adapters/inbound/dialects/support/support-dialect.js';
import type { Dialect } from '../../src/adapters/inbound/gateway/dialect.js';
import { gateway, type GatewayTimes } from '../../src/adapters/inbound/gateway/gateway.js';
import { memoryEventBus } from '../../src/adapters/outbound/bus/memory-event-bus.js';
import { somePresence } from './presence.js';
import { memoryStore } from '../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../src/adapters/outbound/system/event-loop-turn.js';
import { systemClock } from '../../src/adapters/outbound/system/system-clock.js';
import type { Clock } from '../../src/application/ports/clock.js';
import type { BusMessage, EventBus } from '../../src/application/ports/event-bus.js';
import type { IdGenerator } from '../../src/application/ports/id-generator.js';
import type { RateLimiter } from '../../src/application/ports/rate-limiter.js';
import type { Store } from '../../src/application/ports/store.js';
import type { Authenticate } from '../../src/application/use-cases/authenticate.js';
import { useCases } from '../../src/application/use-cases/use-cases.js';
import type { Actor } from '../../src/domain/actor.js';
import { admitDirectly, comeDirectly, type Coming, connectDirectly } from './direct-client.js';
import { CountingIds } from './fixed-ports.js';
import { RecordingLogger } from './recording-logger.js';
import { groundOf, guestIds } from './guest-ids.js';
import { unlimited } from './limits.js';
import { filePorts } from './file-ports.js';
import { codeDigits } from './code-digits.js';

export const HOUR = 3_600_000;

export interface SmallGatewayOptions {
  /** Of the dialect `support`, which it speaks; it has no guests unless they are let in again. */
  readonly change?: (dialect: Dialect) => Dialect;
  readonly authenticate?: Authenticate;
  readonly clock?: Clock;
  readonly bus?: EventBus;
  readonly times?: Partial<GatewayTimes>;
  /** Shared with gateways that were there before. */
  readonly store?: Store;
  readonly ids?: IdGenerator;
  readonly limiter?: RateLimiter;
  /** What is published comes here first. */
  readonly beforePublish?: (message: BusMessage) => void;
}

/** Whoever brings nothing along is a stranger. */
const withoutGuests = (dialect: Dialect): Dialect => ({
  ...dialect,
  admission: { ...dialect.admission, guests: false },
});

/** A gateway in memory that clients enter by no transport, where a token is a person's id. */
export const smallGateway = (
  people: readonly Actor[],
  {
    change = (same) => same,
    clock = systemClock,
    times = {},
    ...options
  }: SmallGatewayOptions = {},
) => {
  const store = options.store ?? memoryStore();
  const logger = new RecordingLogger();
  const inner = options.bus ?? memoryEventBus(logger);
  const bus: EventBus = {
    ...inner,
    publish: (message) => {
      options.beforePublish?.(message);
      inner.publish(message);
    },
  };
  const { ids = new CountingIds(), limiter = unlimited } = options;
  const presence = somePresence();
  const ports = {
    bus,
    clock,
    ids,
    limiter,
    presence,
    codeDigits,
    ...filePorts(),
    turn: eventLoopTurn,
    logger,
  };
  const cases = useCases({ ...store, ...ports });
  const byId: Authenticate = (token) => () => {
    const actor = people.find((person) => 'id' in person && person.id === token);
    return Promise.resolve(
      actor === undefined
        ? left({ kind: 'InvalidToken' })
        : right({ actor, expiresAt: clock.now() + HOUR }),
    );
  };
  const { dialects, close } = gateway({
    dialects: [change(withoutGuests(supportDialect(groundOf(cases))))],
    authenticate: options.authenticate ?? byId,
    guestIds,
    refresher: null,
    secureCookies: false,
    log: store.log,
    sessions: store.sessions,
    codes: store.codes,
    rejoinConversations: cases.rejoinConversations,
    countRooms: cases.countRooms,
    ...ports,
    times,
  });
  return {
    store,
    cases,
    logger,
    bus,
    close,
    /** With a token, or as a stranger. */
    connect: (token?: string) => connectDirectly(dialects.get('support'), token),
    come: (coming: Coming) => comeDirectly(dialects.get('support'), coming),
    admit: (coming: Coming) => admitDirectly(dialects.get('support'), coming),
  };
};
