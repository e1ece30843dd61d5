import type { ConversationId } from '../../../domain/ids.js';

/** What one connection is typing in: it ends unless it goes on, and with the connection. */
export class Typing {
  private readonly timers = new Map<ConversationId, NodeJS.Timeout>();

  constructor(
    /** Milliseconds after which typing that was not renewed has ended. */
    private readonly time: number,
    private readonly tell: (id: ConversationId, typing: boolean) => void,
  ) {}

  set(id: ConversationId, typing: boolean): void {
    const timer = this.timers.get(id);
    if (!typing) this.forget(id, timer);
    else if (timer !== undefined) timer.refresh();
    else this.timers.set(id, setTimeout(() => this.end(id), this.time).unref());
    this.tell(id, typing);
  }

  end(id: ConversationId): void {
    const timer = this.timers.get(id);
    if (timer === undefined) return;
    this.forget(id, timer);
    this.tell(id, false);
  }

  endAll(): void {
    for (const id of [...this.timers.keys()]) this.end(id);
  }

  private forget(id: ConversationId, timer: NodeJS.Timeout | undefined): void {
    clearTimeout(timer);
    this.timers.delete(id);
  }
}
