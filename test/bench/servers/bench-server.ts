import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pinned } from '../pin.js';
import { ROOT, startCommand } from './start-command.js';

/** A server under load, and what it costs. */
export interface BenchServer {
  readonly url: string;
  /** User and system time since its start, in microseconds, of all its threads. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

export interface BenchServerOptions {
  /** `serve` for Switchboard as `npm start` has it, or which bare relay. */
  readonly kind: 'serve' | 'socketio-relay' | 'ws-relay';
  readonly core: number | null;
  readonly environment: Readonly<Record<string, string>>;
}

const PROBE = new URL('./cpu-probe.js', import.meta.url).href;
const RELAY = fileURLToPath(new URL('./relay-process.js', import.meta.url));

/** What is said on standard error is passed on, but for the address. */
const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      const url = /listens on (\S+)/.exec(chunk.toString())?.[1];
      if (url === undefined) process.stderr.write(chunk);
      else resolve(url);
    });
    child.once('exit', () => reject(new Error('a server has ended')));
  });

export const startBenchServer = async (options: BenchServerOptions): Promise<BenchServer> => {
  const { flags, script } = startCommand();
  const run = options.kind === 'serve' ? script : [RELAY, options.kind];
  const command = [process.execPath, ...flags, '--import', PROBE, ...run];
  const [file = '', ...args] = pinned(options.core, command);
  const child = spawn(file, args, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...options.environment },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  return {
    url: await addressOf(child),
    cpu: async () => {
      const reply = once(child, 'message') as Promise<[NodeJS.CpuUsage]>;
      child.send('cpu');
      const [{ user, system }] = await reply;
      return user + system;
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
};
