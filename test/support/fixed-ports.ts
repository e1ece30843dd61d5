import { memoryEventBus } from '../../src/adapters/outbound/bus/memory-event-bus.js';
import type { Clock } from '../../src/application/ports/clock.js';
import type {
  BusMessage,
  ConversationChange,
  EventBus,
  Unsubscribe,
} from '../../src/application/ports/event-bus.js';
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

const ignore = (): void => undefined;

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The bus of one process, which remembers what was published. */
export class RecordingBus implements EventBus {
  readonly changes: ConversationChange[] = [];
  private readonly inner = memoryEventBus(silentLogger);

  publish(message: BusMessage): void {
    if (message.kind === 'changed') this.changes.push(message);
    this.inner.publish(message);
  }

  subscribe(subscriber: (message: BusMessage) => void): Unsubscribe {
    return this.inner.subscribe(subscriber);
  }

  health(): ReturnType<EventBus['health']> {
    return this.inner.health();
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
