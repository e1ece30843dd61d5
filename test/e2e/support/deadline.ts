import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds; what should happen happens far sooner. */
export const PATIENCE = 5_000;

/** Fails with words of its own, rather than leave a test to hang. */
export const within = async <A>(
  work: Promise<A>,
  what: () => string,
  milliseconds = PATIENCE,
): Promise<A> => {
  const stop = new AbortController();
  const late = delay(milliseconds, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`waited ${milliseconds} ms for ${what()}`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
    late.catch(() => undefined);
  }
};
