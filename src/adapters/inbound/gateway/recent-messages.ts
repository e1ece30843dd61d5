import type { ConversationChange } from '../../../application/ports/event-bus.js';
import type { MessagePlace } from '../../../application/reads/find-message.js';
import type { MessageId } from '../../../domain/ids.js';

/** Messages whose places are remembered; past them the oldest go. */
const MAX_REMEMBERED = 10_000;

/** Where the messages stand that this node has heard of lately: a client reads what it was told a moment ago. */
export class RecentMessages {
  /** In the order in which they were heard of. */
  private readonly places = new Map<MessageId, MessagePlace>();

  /** @param most that are remembered */
  constructor(private readonly most = MAX_REMEMBERED) {}

  learn({ conversation: { id: conversationId }, events }: ConversationChange): void {
    for (const event of events) {
      if (event.type !== 'messagePosted') continue;
      this.places.set(event.id, { conversationId, seq: event.seq });
      if (this.places.size <= this.most) continue;
      const [oldest] = this.places.keys();
      if (oldest !== undefined) this.places.delete(oldest);
    }
  }

  find(id: MessageId): MessagePlace | null {
    return this.places.get(id) ?? null;
  }
}
