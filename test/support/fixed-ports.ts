import { right } from 'fp-ts/lib/TaskEither.js';
import type { Clock } from '../../src/application/ports/clock.js';
import type { ConversationChange, EventBus } from '../../src/application/ports/event-bus.js';
import type { IdGenerator } from '../../src/application/ports/id-generator.js';
import type { Logger } from '../../src/application/ports/logger.js';

/** A clock that stands until it is set. */
export class FixedClock implements Clock {
  constructor(public time = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.time;
  }
}

/** UUIDs that count from 1. */
export class CountingIds implements IdGenerator {
  private count = 0;

  next(): string {
    this.count += 1;
    return `00000000-0000-7000-8000-${String(this.count).padStart(12, '0')}`;
  }
}

/** Remembers what was published; delivers to subscribers at once. */
export class RecordingBus implements EventBus {
  readonly changes: ConversationChange[] = [];
  private readonly subscribers = new Set<(change: ConversationChange) => void>();

  publish(change: ConversationChange): void {
    this.changes.push(change);
    for (const subscriber of this.subscribers) subscriber(change);
  }

  subscribe(subscriber: (change: ConversationChange) => void): () => void {
    this.subscribers.add(subscriber);
    return () => this.subscribers.delete(subscriber);
  }

  health(): ReturnType<EventBus['health']> {
    return right(undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const ignore = (): void => undefined;

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
