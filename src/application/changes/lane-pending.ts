import type { ConversationEvent, NamedEntry } from '../../domain/conversation-event.js';
import { isNameable, type MessageName, messageName, nameKey } from '../../domain/message-name.js';
import { FULL_APPEND, sizeOf } from './append-size.js';
import { type Decided, eventsOf, type Waiting } from './decided.js';

/** What is undone, in the order in which it was decided. */
export interface Undone {
  readonly underWay: readonly Decided[];
  readonly next: readonly Decided[];
}

/** Commands that are decided and go into one append. */
class Batch {
  readonly decided: Decided[] = [];
  readonly events: ConversationEvent[] = [];
  private readonly names = new Map<string, NamedEntry>();
  private bytes = 0;

  get isFull(): boolean {
    return this.bytes >= FULL_APPEND;
  }

  named(key: string): NamedEntry | undefined {
    return this.names.get(key);
  }

  add(decided: Decided): void {
    const events = eventsOf(decided);
    this.decided.push(decided);
    this.bytes += sizeOf(events);
    for (const event of events) {
      this.events.push(event);
      if (!isNameable(event)) continue;
      const name = messageName(event);
      if (name !== null) this.names.set(nameKey(name), event);
    }
  }
}

/** What is decided and not committed: the append under way, and what the next one is made of. */
export class Pending {
  private underWay: Batch | null = null;
  private next = new Batch();

  get isEmpty(): boolean {
    return this.underWay === null && this.next.decided.length === 0;
  }

  get isAppending(): boolean {
    return this.underWay !== null;
  }

  /** Whether there is anything to append next. */
  get hasEvents(): boolean {
    return this.next.events.length > 0;
  }

  get isFull(): boolean {
    return this.next.isFull;
  }

  /** The first command of the next append. */
  get first(): Waiting | undefined {
    return this.next.decided[0]?.waiting;
  }

  /** The message of that name that is on its way into the store. */
  named(name: MessageName): NamedEntry | undefined {
    if (this.isEmpty) return undefined;
    const key = nameKey(name);
    return this.next.named(key) ?? this.underWay?.named(key);
  }

  add(decided: Decided): void {
    this.next.add(decided);
  }

  /** The events of the next append, which is under way from now on. */
  take(): readonly ConversationEvent[] {
    const { next } = this;
    this.underWay = next;
    this.next = new Batch();
    return next.events;
  }

  /** The append under way is stored: whom it answers. */
  commit(): readonly Decided[] {
    const batch = this.underWay?.decided ?? [];
    this.underWay = null;
    return batch;
  }

  /** What was pending, in the order in which it was decided. */
  undo(): Undone {
    const { next } = this;
    const underWay = this.commit();
    this.next = new Batch();
    return { underWay, next: next.decided };
  }
}
