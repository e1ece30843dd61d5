import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that has servers, as tests have. */
export interface TestProcess {
  readonly child: ChildProcess;
  /** To it, and to all that are in its group, as a terminal does. */
  signalGroup(signal: NodeJS.Signals): void;
  /** The first line that it prints. */
  readonly line: Promise<string>;
  /** Resolves when it and its keeper have ended: they hold the same end of a pipe. */
  readonly gone: Promise<unknown>;
}

/** @param name of a file of `programs` */
export const testProcess = (
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): TestProcess => {
  const program = fileURLToPath(new URL(`programs/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const line = new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    child.once('close', () => reject(new Error(`it printed no line: ${text}${errors}`)));
  });
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  };
  return { child, signalGroup, line, gone: once(child, 'close') };
};
