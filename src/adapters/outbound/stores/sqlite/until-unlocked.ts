import { setTimeout as delay } from 'node:timers/promises';
import { isLocked } from './sqlite-errors.js';

const PAUSE = 2;

/** Tries again, with the event loop running, as long as another connection has the file locked. */
export const untilUnlocked = async <A>(attempt: () => A, patience: number): Promise<A> => {
  const giveUpAt = performance.now() + patience;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isLocked(error) || performance.now() > giveUpAt) throw error;
      await delay(PAUSE);
    }
  }
};
