import type { ConversationId } from '../../../domain/ids.js';

/** Conversations that one connection can be typing in: in one more, and it has ended where it was renewed first. */
const MAX_TYPED = 100;

/** What one connection is typing in: it ends unless it goes on, and with the connection. */
export class Typing {
  /** The one that was renewed last is the last. */
  private readonly timers = new Map<ConversationId, NodeJS.Timeout>();

  constructor(
    /** Milliseconds after which typing that was not renewed has ended. */
    private readonly time: number,
    private readonly tell: (id: ConversationId, typing: boolean) => void,
  ) {}

  /** To stop where nothing was begun is nothing. */
  set(id: ConversationId, typing: boolean): void {
    if (!typing) return this.end(id);
    this.forget(id);
    this.timers.set(id, setTimeout(() => this.end(id), this.time).unref());
    this.tell(id, true);
    const [oldest] = this.timers.keys();
    if (oldest !== undefined && this.timers.size > MAX_TYPED) this.end(oldest);
  }

  end(id: ConversationId): void {
    if (this.forget(id)) this.tell(id, false);
  }

  endAll(): void {
    for (const id of [...this.timers.keys()]) this.end(id);
  }

  private forget(id: ConversationId): boolean {
    clearTimeout(this.timers.get(id));
    return this.timers.delete(id);
  }
}
