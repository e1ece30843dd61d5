import type { ConversationChange } from '../../../application/ports/event-bus.js';
import type { MessagePlace } from '../../../application/reads/find-message.js';
import type { MessageId } from '../../../domain/ids.js';

/** Messages whose places are remembered, and as many that were heard of before them. */
const MAX_REMEMBERED = 10_000;

interface Heard extends MessagePlace {
  readonly id: MessageId;
}

/** So many in a row; their index is made once somebody looks for one, since it would cost each message more than all else here. */
class Batch {
  private readonly heard: Heard[] = [];
  private readonly index = new Map<MessageId, Heard>();
  private indexed = 0;

  get size(): number {
    return this.heard.length;
  }

  add(one: Heard): void {
    this.heard.push(one);
  }

  find(id: MessageId): Heard | undefined {
    for (const one of this.heard.slice(this.indexed)) this.index.set(one.id, one);
    this.indexed = this.heard.length;
    return this.index.get(id);
  }
}

/**
 * Where the messages stand that this node has heard of lately: a client reads what it was told a moment ago. They go
 * by halves: to take the oldest out one by one has a map walk over all the holes that it left before.
 */
export class RecentMessages {
  private newer = new Batch();
  private older = new Batch();

  /** @param least that are remembered; twice as many are at most */
  constructor(private readonly least = MAX_REMEMBERED) {}

  learn({ conversation: { id: conversationId }, events }: ConversationChange): void {
    for (const event of events) {
      if (event.type !== 'messagePosted') continue;
      if (this.newer.size >= this.least) {
        this.older = this.newer;
        this.newer = new Batch();
      }
      this.newer.add({ id: event.id, conversationId, seq: event.seq });
    }
  }

  find(id: MessageId): MessagePlace | null {
    const heard = this.newer.find(id) ?? this.older.find(id);
    return heard === undefined ? null : { conversationId: heard.conversationId, seq: heard.seq };
  }
}
