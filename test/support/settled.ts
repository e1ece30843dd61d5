import { setImmediate as turn } from 'node:timers/promises';

/** Turns in which nothing changes once nothing is going on. */
const QUIET = 300;

/** The count that is left when it has stopped growing. */
export const settled = async (count: () => number): Promise<number> => {
  let last = count();
  for (let quiet = 0; quiet < QUIET; quiet += 1) {
    await turn();
    if (count() === last) continue;
    last = count();
    quiet = 0;
  }
  return last;
};
