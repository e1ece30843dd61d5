import { setTimeout as delay } from 'node:timers/promises';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Screen } from '../progress.js';
import type { Look } from './rates.js';
import { readServer, type Server } from './read-server.js';
import { topLines } from './top-lines.js';

export interface Watching {
  /** Ends at the first look that says how much came in a second. */
  readonly once: boolean;
  readonly screen: Screen;
  readonly stopped: AbortSignal;
  /** Ends early where it is stopped. */
  readonly pause?: (milliseconds: number, stopped: AbortSignal) => Promise<unknown>;
}

/** Milliseconds. */
const INTERVAL = 1_000;

/** Takes everything away, and begins at the top. */
const CLEAR = '\u001b[2J\u001b[H';

/** On a terminal over what was there before; elsewhere below it. */
const showOn = (screen: Screen, lines: readonly string[]): void => {
  const text = `${lines.join('\n')}\n`;
  screen.write(screen.isTTY === true ? CLEAR + text : `${text}\n`);
};

const unlessStopped = (milliseconds: number, stopped: AbortSignal): Promise<unknown> =>
  delay(milliseconds, undefined, { signal: stopped }).catch(() => undefined);

/**
 * Shows what a server does, once a second, until it is stopped or has shown enough.
 * @returns why there is nothing to show; null where there was
 */
export const watchServer = async (
  server: Server,
  { once, screen, stopped, pause = unlessStopped }: Watching,
): Promise<string | null> => {
  let before: Look | null = null;
  const isOver = (): boolean => stopped.aborted;
  while (!isOver()) {
    const read = await readServer(server, stopped);
    if (isOver()) break;
    if (!isLeft(read)) {
      const now: Look = { at: performance.now(), samples: read.right };
      // How much comes in a second is known by the second look.
      const isWhole = !once || before !== null;
      if (isWhole) {
        const heading = `${server.url}   ${new Date().toISOString()}`;
        showOn(screen, [heading, '', ...topLines(now, before)]);
      }
      if (once && isWhole) break;
      before = now;
    } else if (once || read.left.kind === 'refused') {
      return read.left.words;
    } else {
      before = null;
      showOn(screen, [`${read.left.words}; waiting for it`]);
    }
    await pause(INTERVAL, stopped);
  }
  return null;
};
