import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server under load, and what it costs. */
export interface BenchServer {
  readonly name: string;
  readonly url: string;
  /** User and system time since its start, in microseconds, of all its threads. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

const PROCESS = fileURLToPath(new URL('./server-process.js', import.meta.url));

const answer = async (child: ChildProcess): Promise<unknown> => {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
};

export const startBenchServer = async (
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<BenchServer> => {
  const env = { ...process.env, ...environment };
  const child = fork(PROCESS, [name], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const url = String(await answer(child));
  return {
    name,
    url,
    cpu: async () => {
      const reply = answer(child);
      child.send('cpu');
      const { user, system } = (await reply) as NodeJS.CpuUsage;
      return user + system;
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
};
