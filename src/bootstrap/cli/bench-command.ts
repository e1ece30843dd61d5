import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import jwt from 'jsonwebtoken';
import type { Latencies } from '../bench/latencies.js';
import { type BenchResult, runBench } from '../bench/run-bench.js';
import { type EnvFileOptions, envFileOption } from './env-file.js';
import { fail } from './fail.js';
import { loadConfig } from './load-config.js';
import { progressOn } from './progress.js';
import { stopSignals } from './stop-signals.js';
import { secretOf } from './token-command.js';

const HELP = `
Speaks to a server that runs, as customers of the dialect support do on plain WebSockets: half of the connections send,
each in a conversation of its own, and the other half listen, one to each. Sends come at the rate whether those before
have been answered or not. It tells how many messages a second were acknowledged, how long that took and how long it
took them to come at the other connection (in milliseconds: half, 95 and 99 of 100 were no slower), and what was refused.

It writes conversations and messages: use a server that holds nothing of worth, such as one with a DATA_DIR of its own.
Tokens are minted with the server's secret, found in its environment as for token; where there is none, give a file of
customers' tokens, one a line. The limits of the server count: one that is to be measured has RATE_MESSAGES=off and
RATE_CONNECTIONS=off, else rate_limited is among the errors, or nobody is let in.

The bench needs a processor, too: on the server's own machine it takes its share. A certificate of your own that the server
has is trusted by NODE_EXTRA_CA_CERTS=<file>.
Progress goes to standard error if that is a terminal. At SIGINT or SIGTERM it tells of what was sent by then.
Exit code: 0 when every message was acknowledged, 1 otherwise, 130 or 143 after SIGINT or SIGTERM.

Example:
  switchboard bench --url http://127.0.0.1:3001 --connections 200 --rate 500 --seconds 30`;

interface BenchCommandOptions extends EnvFileOptions {
  readonly url?: string;
  readonly connections: number;
  readonly rate: number;
  readonly seconds: number;
  readonly tokens?: string;
  readonly json?: boolean;
}

const counted =
  (most: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!Number.isSafeInteger(number) || number < 1 || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
    }
    return number;
  };

const tokensOf = (options: BenchCommandOptions, count: number): readonly string[] => {
  if (options.tokens !== undefined) {
    const lines = readFileSync(options.tokens, 'utf8').split('\n');
    return lines
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, count);
  }
  const config = loadConfig(options);
  const { jwtIssuer, jwtAudience } = config;
  const secret = secretOf(config);
  return Array.from({ length: count }, (_, n) =>
    jwt.sign({ role: 'customer', name: `Bench ${n}` }, secret, {
      algorithm: 'HS256',
      subject: `bench-${n}`,
      expiresIn: 86_400,
      ...(jwtIssuer === null ? {} : { issuer: jwtIssuer }),
      ...(jwtAudience === null ? {} : { audience: jwtAudience }),
    }),
  );
};

const lineOf = (name: string, { count, p50, p95, p99 }: Latencies): string =>
  `${name.padEnd(13)} ${count}, in ms: p50 ${p50}  p95 ${p95}  p99 ${p99}\n`;

const report = ({ sent, throughput, acknowledged, delivered, errors }: BenchResult): string => {
  const refusals = Object.entries(errors).map(([code, count]) => `${code} ${count}`);
  return [
    `sent          ${sent}, of which ${throughput} a second were acknowledged\n`,
    lineOf('acknowledged', acknowledged),
    lineOf('delivered', delivered),
    `errors        ${refusals.length === 0 ? 'none' : refusals.join(', ')}\n`,
  ].join('');
};

const bench = async (options: BenchCommandOptions): Promise<void> => {
  const { connections, rate, seconds, json = false } = options;
  const tokens = tokensOf(options, Math.max(1, Math.floor(connections / 2)));
  if (tokens.length === 0) fail('There is no token to connect with (see --tokens).');
  const url = (options.url ?? 'http://127.0.0.1:3001').replace(/\/+$/, '');
  const { signal, exitCode } = stopSignals();
  const progress = progressOn(process.stderr, undefined, 'messages');
  try {
    const onSent = (sent: number, all: number): void => progress.show('sending', sent, all);
    const result = await runBench({ url, tokens, rate, seconds, signal, onSent });
    progress.clear();
    process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : report(result));
    if (signal.aborted) process.exit(exitCode());
    process.exit(result.acknowledged.count === result.sent ? 0 : 1);
  } catch (error) {
    progress.clear();
    if (!signal.aborted) return fail(error);
    process.stderr.write('Stopped: nothing has been sent.\n');
    process.exit(exitCode());
  }
};

export const benchCommand = (): Command =>
  new Command('bench')
    .description('Load a server that runs, and tell how it does: to find the size of a machine.')
    .option('--url <url>', 'of the server (http://127.0.0.1:3001)')
    .option('--connections <count>', 'how many', counted(20_000), 100)
    .option('--rate <count>', 'messages a second', counted(100_000), 100)
    .option('--seconds <count>', 'how long', counted(86_400), 10)
    .option('--tokens <file>', "customers' tokens, one a line")
    .option('--json', 'for programs')
    .addOption(envFileOption())
    .addHelpText('after', HELP)
    .action(bench);
