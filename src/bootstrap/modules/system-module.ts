import { ContainerModule } from 'inversify';
import { memoryEventBus } from '../../adapters/outbound/bus/memory-event-bus.js';
import { memoryRateLimiter } from '../../adapters/outbound/limits/memory-rate-limiter.js';
import { memoryPresence } from '../../adapters/outbound/presence/memory-presence.js';
import { eventLoopTurn } from '../../adapters/outbound/system/event-loop-turn.js';
import { pinoLogger } from '../../adapters/outbound/system/pino-logger.js';
import { systemClock } from '../../adapters/outbound/system/system-clock.js';
import { uuidGenerator } from '../../adapters/outbound/system/uuid-generator.js';
import { logDestination } from '../log-destination.js';
import { resources } from '../resources.js';
import { TOKENS } from '../tokens.js';

/** Clock, ids, logs, what is open, and the bus, the limits and the presence of one node. */
export const systemModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.resources).toResolvedValue(resources).inSingletonScope();
  bind(TOKENS.logOutput)
    .toResolvedValue((config) => logDestination(process.stdout, config), [TOKENS.config])
    .inSingletonScope();
  bind(TOKENS.logger)
    .toResolvedValue(
      ({ logLevel }, output) => pinoLogger(logLevel, output),
      [TOKENS.config, TOKENS.logOutput],
    )
    .inSingletonScope();
  bind(TOKENS.clock).toConstantValue(systemClock);
  bind(TOKENS.ids).toConstantValue(uuidGenerator);
  bind(TOKENS.turn).toConstantValue(eventLoopTurn);
  bind(TOKENS.limiter)
    .toResolvedValue(({ rates }) => memoryRateLimiter(rates), [TOKENS.config])
    .inSingletonScope();
  bind(TOKENS.presence)
    .toResolvedValue(
      (resources, clock, logger) =>
        resources.open('Presence', () => Promise.resolve(memoryPresence({ clock, logger }))),
      [TOKENS.resources, TOKENS.clock, TOKENS.logger],
    )
    .inSingletonScope();
  bind(TOKENS.bus)
    .toResolvedValue(
      (resources, logger) =>
        resources.open('The event bus', () => Promise.resolve(memoryEventBus(logger))),
      [TOKENS.resources, TOKENS.logger],
    )
    .inSingletonScope();
});
