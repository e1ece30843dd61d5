import type { EventBus } from '../../application/ports/event-bus.js';
import type { Metrics } from '../../application/ports/metrics.js';

/** The same bus, with what is published counted. */
export const meteredBus = (bus: EventBus, metrics: Metrics): EventBus => ({
  publish: (message) => {
    metrics.published(message.kind);
    bus.publish(message);
  },
  subscribe: (subscriber) => bus.subscribe(subscriber),
  health: () => bus.health(),
  close: () => bus.close(),
});
