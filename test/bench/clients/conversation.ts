import { randomUUID } from 'node:crypto';
import type { ChatClient } from './chat-client.js';

const TEXT = 'Hi, I tried sending money to a friend but it keeps failing. Can you help?';

/** Two connections of one customer, both joined: one sends, and both hear it. */
export class Conversation {
  /** Called for each message that was acknowledged and has reached the other. */
  onComplete: () => void = () => undefined;
  private sent = 0;
  private acknowledged = 0;
  private received = 0;
  private complete = 0;

  constructor(
    private readonly id: string,
    private readonly sender: ChatClient,
    private readonly other: ChatClient,
  ) {
    sender.hear({
      acknowledged: (ack) => {
        this.acknowledged += 1;
        if (ack !== this.acknowledged) throw new Error('acknowledged out of order');
        this.count();
      },
      received: () => undefined,
    });
    other.hear({
      acknowledged: () => undefined,
      received: () => {
        this.received += 1;
        this.count();
      },
    });
  }

  /** @param named with a `clientMessageId`, under which a retry would find it */
  send(named: boolean): void {
    this.sent += 1;
    const message = { conversationId: this.id, message: TEXT };
    const data = named ? { ...message, clientMessageId: randomUUID() } : message;
    this.sender.send('message:send', data, this.sent);
  }

  close(): void {
    this.sender.close();
    this.other.close();
  }

  private count(): void {
    if (Math.min(this.acknowledged, this.received) === this.complete) return;
    this.complete += 1;
    this.onComplete();
  }
}
