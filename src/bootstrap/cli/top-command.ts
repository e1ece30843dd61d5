import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { askedAt } from '../asked-at.js';
import { Variables } from '../configuration/variables.js';
import { type EnvFileOptions, envFileOption } from './env-file.js';
import { fail } from './fail.js';
import { environmentOf } from './load-config.js';
import { stopSignals } from './stop-signals.js';
import type { Look } from './top/rates.js';
import { readServer, type Server } from './top/read-server.js';
import { topLines } from './top/top-lines.js';

interface TopOptions extends EnvFileOptions {
  readonly url?: string;
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

/** Aborted by a signal, or when who reads what comes, such as `head`, has seen enough. */
const interrupted = (): AbortSignal => {
  const unread = new AbortController();
  process.stdout.once('error', () => unread.abort());
  return AbortSignal.any([stopSignals().signal, unread.signal]);
};

/** Of the server's variables these alone: it may be asked from where it could not run. */
const Asked = t.type({
  HOST: Variables.props.HOST,
  PORT: Variables.props.PORT,
  METRICS_TOKEN: Variables.props.METRICS_TOKEN,
});

/** What is asked, and by which token: as the command says, else as the environment does. */
const serverOf = (options: TopOptions): Server => {
  const asked = Asked.decode({ ...environmentOf(options) });
  if (isLeft(asked)) {
    const faults = asked.left.map((one) => `${one.context.at(-1)?.key ?? ''} ${one.message ?? ''}`);
    return fail(faults.join('\n'));
  }
  const { HOST: host, PORT: port, METRICS_TOKEN: token } = asked.right;
  return { url: options.url ?? askedAt({ host, port }), token: options.token ?? token };
};

const top = async (options: TopOptions): Promise<void> => {
  const { once = false } = options;
  const server = serverOf(options);
  const { url } = server;
  const stopped = interrupted();
  let before: Look | null = null;
  const isOver = (): boolean => stopped.aborted;
  while (!isOver()) {
    const read = await readServer(server, stopped);
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
    .option('--url <url>', 'where it listens (default: as HOST and PORT say)', webAddress)
    .option(
      '--token <token>',
      'its METRICS_TOKEN (default: that of the environment, which no list of processes shows)',
    )
    .option('--once', 'show one second of it, and end')
    .addOption(envFileOption())
    .action(top);
