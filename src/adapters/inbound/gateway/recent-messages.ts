import type { ConversationChange } from '../../../application/ports/event-bus.js';
import type { MessagePlace } from '../../../application/reads/find-message.js';
import type { MessageId } from '../../../domain/ids.js';

/** Messages whose places are remembered, and as many that were heard of before them. */
const MAX_REMEMBERED = 10_000;

/**
 * Where the messages stand that this node has heard of lately: a client reads what it was told a moment ago. They go
 * by halves: to take the oldest out one by one has a map walk over all the holes that it left before.
 */
export class RecentMessages {
  private newer = new Map<MessageId, MessagePlace>();
  private older: ReadonlyMap<MessageId, MessagePlace> = new Map();

  /** @param least that are remembered; twice as many are at most */
  constructor(private readonly least = MAX_REMEMBERED) {}

  learn({ conversation: { id: conversationId }, events }: ConversationChange): void {
    for (const event of events) {
      if (event.type !== 'messagePosted') continue;
      if (this.newer.size >= this.least) {
        this.older = this.newer;
        this.newer = new Map();
      }
      this.newer.set(event.id, { conversationId, seq: event.seq });
    }
  }

  find(id: MessageId): MessagePlace | null {
    return this.newer.get(id) ?? this.older.get(id) ?? null;
  }
}
