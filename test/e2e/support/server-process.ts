import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { PATIENCE, within } from './deadline.js';
import { logWatch } from './log-watch.js';
import { configured } from './private-data.js';
import { SECRET } from './tokens.js';
import { UNLIMITED } from '../../support/limits.js';

/** The command line as it is shipped. */
const MAIN = fileURLToPath(new URL('../../../src/bootstrap/cli/main.js', import.meta.url));

/** What V8 made of the code, kept over processes: suites start hundreds. */
const COMPILE_CACHE = fileURLToPath(
  new URL('../../../../node_modules/.cache/compiled', import.meta.url),
);

type Environment = Readonly<Record<string, string>>;

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Resolves with the exit code, null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** What it wrote to standard error so far. */
  errors(): string;
  /** What its log has so far. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

export interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Begins a command. */
export const launch = (
  args: readonly string[],
  environment: Environment,
  fileSizeLimit?: number,
  input: 'ignore' | 'pipe' = 'ignore',
): ChildProcess => {
  const env = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...environment,
  };
  // Without --, Node takes an --env-file of ours for one of its own.
  const command = ['--', MAIN, ...args];
  const options: SpawnOptions = { env, stdio: [input, 'pipe', 'pipe'] };
  return fileSizeLimit === undefined
    ? spawn(process.execPath, command, options)
    : spawn(
        'bash',
        ['-c', `ulimit -f ${fileSizeLimit}; exec "$0" "$@"`, process.execPath, ...command],
        options,
      );
};

const collect = (stream: NodeJS.ReadableStream | null): (() => string) => {
  let text = '';
  stream?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
};

/** What went wrong in a server that tells everything. */
const showFailures = (chunk: Buffer): void => {
  const lines = chunk.toString().split('\n');
  for (const line of lines) {
    if (/"level":[56]0,/.test(line)) process.stderr.write(`${line}\n`);
  }
};

/**
 * Runs a command to its end.
 * @param fileSizeLimit in KiB: writing past it fails as on a full disk
 */
export const runCommand = async (
  args: readonly string[],
  environment: Environment,
  fileSizeLimit?: number,
): Promise<Finished> => {
  const child = launch(args, environment, fileSizeLimit);
  const output = collect(child.stdout);
  const errors = collect(child.stderr);
  try {
    const ended = once(child, 'close') as Promise<[number | null]>;
    const [code] = await within(
      ended,
      () => `the end of ${args.join(' ')}: ${errors()}`,
      2 * PATIENCE,
    );
    return { code, output: output(), errors: errors() };
  } finally {
    child.kill('SIGKILL');
  }
};

export const serverEnvironment = (dataDir: string, port = 0): Environment => ({
  PORT: String(port),
  DATA_DIR: dataDir,
  STORE: 'sqlite',
  JWT_SECRET: SECRET,
  LOG_LEVEL: 'trace',
  ...UNLIMITED,
});

/**
 * `switchboard serve` as a process of its own, ready for clients.
 * @param fileSizeLimit in KiB: writing past it fails as on a full disk
 */
export const serve = async (
  environment: Environment,
  fileSizeLimit?: number,
  options: readonly string[] = [],
): Promise<ServerProcess> => {
  configured(environment);
  const child = launch(['serve', ...options], environment, fileSizeLimit);
  const watch = logWatch();
  child.stdout?.on('data', (chunk: Buffer) => watch.read(chunk.toString()));
  child.stdout?.on('data', showFailures);
  const output = collect(child.stdout);
  const errors = collect(child.stderr);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const read = new Promise((resolve) => child.once('close', resolve));
  const listening = new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', () => {
      const url = /listens on (\S+)/.exec(errors())?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', () => reject(new Error(`the server ended: ${errors()}`)));
  });
  const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const code = await within(exited, () => `the server to end: ${errors()}`, 12_000);
    child.stdout?.resume();
    await within(read, () => 'the end of the log');
    watch.expectNoSecrets();
    return code;
  };
  try {
    const url = await within(listening, () => `the server to listen: ${errors()}`, 2 * PATIENCE);
    return { url, child, exited, errors, output, kill };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
};
