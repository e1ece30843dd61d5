import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { isLeft } from 'fp-ts/lib/Either.js';
import { fail } from './fail.js';
import type { Look } from './top/rates.js';
import { readServer } from './top/read-server.js';
import { topLines } from './top/top-lines.js';

interface TopOptions {
  readonly url: string;
  readonly token?: string;
  readonly once?: boolean;
}

/** Milliseconds. */
const INTERVAL = 1_000;

/** Takes everything away, and begins at the top. */
const CLEAR = '\u001b[2J\u001b[H';

const webAddress = (value: string): string => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError('It must be an http or https URL.');
  }
  return url.origin;
};

/** On a terminal over what was there before; elsewhere below it. */
const show = (lines: readonly string[]): void => {
  const text = `${lines.join('\n')}\n`;
  process.stdout.write(process.stdout.isTTY ? CLEAR + text : `${text}\n`);
};

/** Aborted by the first of them. */
const interrupted = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  // Who reads what comes, such as `head`, has seen enough.
  process.stdout.once('error', () => controller.abort());
  return controller.signal;
};

const top = async ({ url, token, once = false }: TopOptions): Promise<void> => {
  const stopped = interrupted();
  let before: Look | null = null;
  const isOver = (): boolean => stopped.aborted;
  while (!isOver()) {
    const read = await readServer({ url, token: token ?? null }, stopped);
    if (isOver()) break;
    if (!isLeft(read)) {
      const now: Look = { at: performance.now(), samples: read.right };
      // How much comes in a second is known by the second look.
      const isWhole = !once || before !== null;
      if (isWhole) show([`${url}   ${new Date().toISOString()}`, '', ...topLines(now, before)]);
      if (once && isWhole) break;
      before = now;
    } else if (once || read.left.kind === 'refused') {
      fail(read.left.words);
    } else {
      before = null;
      show([`${read.left.words}; waiting for it`]);
    }
    await delay(INTERVAL, undefined, { signal: stopped }).catch(() => undefined);
  }
  process.exit(0);
};

export const topCommand = (): Command =>
  new Command('top')
    .description('Show what a running server does, once a second, from its /metrics.')
    .option('--url <url>', 'where it listens', webAddress, 'http://127.0.0.1:3001')
    .option('--token <token>', 'its METRICS_TOKEN, where it has one')
    .option('--once', 'show one second of it, and end')
    .action(top);
