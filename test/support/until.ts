import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

const PATIENCE = 15_000;

/** After so many turns what is waited for is another process's, which needs the processor. */
const TURNS = 100;
/** Milliseconds. */
const PAUSE = 5;

/** Looks again and again until it holds; in vain, it fails rather than go on for ever. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const giveUpAt = performance.now() + PATIENCE;
  for (let looks = 1; !(await holds()); looks += 1) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${PATIENCE} ms in vain`);
    await (looks < TURNS ? turn() : delay(PAUSE));
  }
};
