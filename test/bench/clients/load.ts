import type { Conversation } from './conversation.js';

/** A way of sending. */
export interface Load {
  readonly name: string;
  /** Sends for so long, and answers how many messages were completed: all that were sent. */
  run(
    conversations: readonly Conversation[],
    milliseconds: number,
    named: boolean,
  ): Promise<number>;
}

/** A closed loop: each of so many conversations sends its next message when the last is complete. */
export const inFlight = (count: number): Load => ({
  name: `${count} in flight`,
  run: (conversations, milliseconds, named) =>
    new Promise((resolve) => {
      const end = performance.now() + milliseconds;
      const sending = conversations.slice(0, count);
      let completed = 0;
      let resting = 0;
      for (const conversation of sending) {
        conversation.onComplete = () => {
          completed += 1;
          if (performance.now() < end) conversation.send(named);
          else {
            resting += 1;
            if (resting === sending.length) resolve(completed);
          }
        };
        conversation.send(named);
      }
    }),
});

/** An open loop: so many a second, one conversation after the other, whatever is complete by then. */
export const perSecond = (rate: number): Load => ({
  name: `${rate} a second`,
  run: (conversations, milliseconds, named) =>
    new Promise((resolve) => {
      const start = performance.now();
      const total = Math.round((rate * milliseconds) / 1_000);
      let sent = 0;
      let completed = 0;
      for (const conversation of conversations) {
        conversation.onComplete = () => {
          completed += 1;
          if (completed === total) resolve(completed);
        };
      }
      const timer = setInterval(() => {
        const due = Math.min(total, Math.floor(((performance.now() - start) * rate) / 1_000));
        for (; sent < due; sent += 1) conversations[sent % conversations.length]?.send(named);
        if (sent === total) clearInterval(timer);
      }, 1);
    }),
});
