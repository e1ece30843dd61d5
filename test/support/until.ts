import { setImmediate as turn } from 'node:timers/promises';

const PATIENCE = 15_000;

/** Turn after turn until it holds; in vain, it fails rather than go on for ever. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const giveUpAt = performance.now() + PATIENCE;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${PATIENCE} ms in vain`);
    await turn();
  }
};
