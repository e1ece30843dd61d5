import { left, right } from 'fp-ts/lib/TaskEither.js';
import type { BusMessage, EventBus } from '../../../application/ports/event-bus.js';
import type { Logger } from '../../../application/ports/logger.js';
import { unavailable } from '../../../domain/failure.js';

/** Carries messages within one process. */
export const memoryEventBus = (logger: Logger): EventBus => {
  const subscribers = new Set<(change: BusMessage) => void>();
  let queue: BusMessage[] = [];
  let isClosed = false;

  const deliver = (message: BusMessage): void => {
    for (const subscriber of subscribers) {
      try {
        subscriber(message);
      } catch (error) {
        logger.error('a subscriber of the event bus failed', { error });
      }
    }
  };

  const drain = (): void => {
    const messages = queue;
    queue = [];
    for (const message of messages) deliver(message);
  };

  return {
    publish: (message) => {
      if (queue.length === 0) queueMicrotask(drain);
      queue.push(message);
    },
    subscribe: (subscriber) => {
      // A subscriber of its own for each call, so that the same function may subscribe twice.
      const own = (message: BusMessage): void => subscriber(message);
      subscribers.add(own);
      return () => subscribers.delete(own);
    },
    health: () => (isClosed ? left(unavailable) : right(undefined)),
    close: () => {
      isClosed = true;
      subscribers.clear();
      return Promise.resolve();
    },
  };
};
