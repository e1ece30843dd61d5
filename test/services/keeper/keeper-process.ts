/**
 * A process beside the tests that runs servers for them. When the tests end, even by kill -9, the channel
 * between the two closes; then it ends the servers, removes their folders, and ends itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message, Request, Task } from './messages.js';

const running = new Map<number, ChildProcess>();
const folders = new Set<string>();

/** The channel may have closed meanwhile; then nobody is left to be told. */
const say = (message: Message): void => {
  if (process.connected) process.send?.(message);
};

const remove = (path: string): void => {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  folders.delete(path);
};

const run = async (id: number, program: string, args: readonly string[]): Promise<string> => {
  const child = spawn(program, args, { stdio: 'ignore', cwd: tmpdir() });
  running.set(id, child);
  child.once('exit', (code, signal) => {
    running.delete(id);
    say({ say: 'ended', id, how: signal ?? `exit code ${code ?? 'unknown'}` });
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    running.delete(id);
    throw error;
  }
  return String(child.pid);
};

/** All but the wait for a spawn is done at once: nothing is begun that an end of the channel could miss. */
const perform = (id: number, task: Task): Promise<string> | string => {
  switch (task.do) {
    case 'make-folder': {
      const path = mkdtempSync(join(task.parent, task.prefix));
      folders.add(path);
      return path;
    }
    case 'remove-folder':
      remove(task.path);
      return '';
    case 'run':
      return run(id, task.program, task.args);
    case 'signal':
      running.get(task.process)?.kill(task.signal);
      return '';
  }
};

const answer = async ({ id, task }: Request): Promise<void> => {
  try {
    say({ say: 'done', id, value: await perform(id, task) });
  } catch (error) {
    say({ say: 'failed', id, why: String(error) });
  }
};

const endAll = async (): Promise<void> => {
  const ends = [...running.values()].map(async (child) => {
    const end = once(child, 'exit');
    child.kill('SIGKILL');
    await end;
  });
  await Promise.all(ends);
  for (const path of folders) remove(path);
  process.exit();
};

process.on('message', (request: Request) => void answer(request));
process.once('disconnect', () => void endAll());
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void endAll());
}
