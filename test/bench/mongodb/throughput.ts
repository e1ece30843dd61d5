import { message, opening } from '../../support/appends.js';
import type { Appender } from './appender.js';

export interface Load {
  readonly conversations: number;
  /** Every message has a `clientMessageId`. */
  readonly named: boolean;
}

const WARM_UP = 1_000;
const MEASURED = 3_000;

/** A closed loop: each conversation stores its next message when the last is stored. Messages a second. */
export const throughput = async (
  { append }: Appender,
  { conversations, named }: Load,
): Promise<number> => {
  let stored = 0;
  let underWay = true;
  const converse = async (): Promise<void> => {
    let last = opening();
    await append(last);
    while (underWay) {
      last = message(
        last.conversation,
        named ? { name: `message-${last.conversation.lastSeq}` } : {},
      );
      await append(last);
      stored += 1;
    }
  };
  const all = Promise.all(Array.from({ length: conversations }, converse));
  const pass = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));
  await Promise.race([all, pass(WARM_UP)]);
  const [before, start] = [stored, performance.now()];
  await Promise.race([all, pass(MEASURED)]);
  const rate = ((stored - before) * 1_000) / (performance.now() - start);
  underWay = false;
  await all;
  return rate;
};
