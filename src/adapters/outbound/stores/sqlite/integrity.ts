import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('./integrity-process.js', import.meta.url));

/**
 * Looks through a whole database: takes minutes where that is large, and cannot be broken off but with its process. So it has
 * one of its own, and this one hears signals meanwhile.
 * @returns `ok`, or what is wrong first
 * @throws Error when the file cannot be read, or the signal has ended it
 */
export const integrityOf = async (file: string, signal: AbortSignal): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, file], {
    signal,
    killSignal: 'SIGKILL',
  });
  return stdout;
};
