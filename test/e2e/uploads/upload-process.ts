import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { PATIENCE, within } from '../support/deadline.js';
import type { UploadMemory } from './upload-memory.js';

/** What they serve: the probe, by frames; or everything that is bound, on SQLite. */
const SERVERS = {
  probe: fileURLToPath(new URL('./upload-server.js', import.meta.url)),
  forms: fileURLToPath(new URL('./form-server.js', import.meta.url)),
} as const;

const MIB = 1024 * 1024;

/** MiB of what V8 holds on to, strings among it. */
const HEAP = 256;

/** A server in a process that may have little memory. */
export interface UploadProcess {
  readonly url: string;
  /** MiB that the process has had at most. */
  mostMemory(): Promise<number>;
  /** MiB outside of V8's heap that it holds, once what nobody needs is gone. */
  heldOutside(): Promise<number>;
  stop(): Promise<void>;
}

const told = async <A>(child: ChildProcess, what: string): Promise<A> => {
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the server ended before ${what}`);
  });
  const [message] = (await within(
    Promise.race([once(child, 'message'), ended]),
    () => what,
    2 * PATIENCE,
  )) as [A];
  return message;
};

/** @param uploadMemory in MiB */
export const uploadProcess = async (
  uploadMemory: number,
  server: keyof typeof SERVERS = 'probe',
): Promise<UploadProcess> => {
  const child = fork(SERVERS[server], {
    execArgv: [`--max-old-space-size=${HEAP}`],
    env: { PATH: process.env['PATH'], UPLOAD_MEMORY: String(uploadMemory) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { url } = await told<{ url: string }>(child, 'it listens');
  const memory = async (): Promise<UploadMemory> => {
    const answer = told<UploadMemory>(child, 'it tells its memory');
    child.send({});
    return answer;
  };
  return {
    url,
    mostMemory: async () => (await memory()).kibibytes / 1024,
    heldOutside: async () => (await memory()).external / MIB,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      expect(await exited, 'how the server ended').to.deep.equal([0, null]);
    },
  };
};
