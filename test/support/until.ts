import { setImmediate as turn } from 'node:timers/promises';

/** Turn after turn until it holds; a test that waits in vain ends at its time limit. */
export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await turn();
};
