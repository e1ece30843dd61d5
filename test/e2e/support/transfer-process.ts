import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { PATIENCE, within } from './deadline.js';
import { launch } from './server-process.js';

/** An import from standard input, which goes on as long as the test writes. */
export interface PipedImport {
  readonly child: ChildProcess;
  write(text: string): void;
  end(): void;
  /** Its exit code, null when a signal ended it, and what it said. */
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string }>;
}

export const pipedImport = (environment: Readonly<Record<string, string>>): PipedImport => {
  const child = launch(['import'], environment, undefined, 'pipe');
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // It may have ended before it has read everything.
  child.stdin?.on('error', () => undefined);
  const closed = once(child, 'close') as Promise<[number | null]>;
  return {
    child,
    write: (text) => void child.stdin?.write(text),
    end: () => void child.stdin?.end(),
    ended: within(closed, () => `the end of an import: ${errors}`, 2 * PATIENCE).then(([code]) => ({
      code,
      errors,
    })),
  };
};
