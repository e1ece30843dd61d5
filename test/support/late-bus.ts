import { memoryEventBus } from '../../src/adapters/outbound/bus/memory-event-bus.js';
import type { BusMessage, EventBus, Unsubscribe } from '../../src/application/ports/event-bus.js';
import type { Turn } from '../../src/application/ports/turn.js';
import { silentLogger } from './fixed-ports.js';

/** A bus over a network: what is published arrives at the end of a turn, which the test may end by hand. */
export class LateBus implements EventBus {
  private readonly inner = memoryEventBus(silentLogger);

  constructor(private readonly turn: Turn) {}

  publish(message: BusMessage): void {
    this.turn.atEnd(() => this.inner.publish(message));
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
