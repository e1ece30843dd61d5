import { setImmediate as turn } from 'node:timers/promises';
import type { Store } from '../../../src/application/ports/store.js';
import { answer } from '../../support/answer.js';
import { conversation } from './conversations.js';

/** Appends of one batch, and batches under way. */
const BATCH = 50;
const UNDER_WAY = 4;

/** Has a store hold so many conversations, straight through its port. Seconds that it took. */
export const filled = async ({ log }: Store, count: number): Promise<number> => {
  const began = performance.now();
  let next = 0;
  const fill = async (): Promise<void> => {
    while (next < count) {
      const first = next;
      next = Math.min(count, first + BATCH);
      const batch = Array.from({ length: next - first }, (_, n) => conversation(first + n, count));
      const outcomes = await answer(log.append(batch));
      const refused = outcomes.find(({ kind }) => kind !== 'appended');
      if (refused !== undefined) throw new Error(`an append was ${refused.kind}`);
      // A store that answers at once would never let anything else have its turn.
      await turn();
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, fill));
  return (performance.now() - began) / 1_000;
};
