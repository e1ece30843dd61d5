import { left, right } from 'fp-ts/lib/TaskEither.js';
import type { ConversationChange, EventBus } from '../../../application/ports/event-bus.js';
import type { Logger } from '../../../application/ports/logger.js';
import { unavailable } from '../../../domain/failure.js';

/** Carries changes within one process. */
export const memoryEventBus = (logger: Logger): EventBus => {
  const subscribers = new Set<(change: ConversationChange) => void>();
  let queue: ConversationChange[] = [];
  let isClosed = false;

  const deliver = (change: ConversationChange): void => {
    for (const subscriber of subscribers) {
      try {
        subscriber(change);
      } catch (error) {
        logger.error('a subscriber of the event bus failed', { error });
      }
    }
  };

  const drain = (): void => {
    const changes = queue;
    queue = [];
    for (const change of changes) deliver(change);
  };

  return {
    publish: (change) => {
      if (queue.length === 0) queueMicrotask(drain);
      queue.push(change);
    },
    subscribe: (subscriber) => {
      // A subscriber of its own for each call, so that the same function may subscribe twice.
      const own = (change: ConversationChange): void => subscriber(change);
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
