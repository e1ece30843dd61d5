import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('./integrity-process.js', import.meta.url));

/** How the process ends that could not look. */
export const CANNOT_BE_READ = 3;

/** Nothing is known of the file. */
export class Unreadable extends Error {}

/** What the process has said before it ended so; null where something else has ended it. */
const whyUnreadable = (error: unknown): string | null =>
  error instanceof Error &&
  'code' in error &&
  error.code === CANNOT_BE_READ &&
  'stdout' in error &&
  typeof error.stdout === 'string'
    ? error.stdout
    : null;

/**
 * Looks through a whole database: takes minutes where that is large, and cannot be broken off but with its process. So it has
 * one of its own, and this one hears signals meanwhile.
 * @param whose `own` may be written to, and SQLite looks at its constraints, too; where `another` may have it nothing is made
 * beside it, and nothing written
 * @returns `ok`, or what is wrong first
 * @throws Unreadable that says why it cannot be read; Error when the signal has ended it
 */
export const integrityOf = async (
  file: string,
  whose: 'own' | 'another',
  signal: AbortSignal,
): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, file, whose], {
      signal,
      killSignal: 'SIGKILL',
    });
    return stdout;
  } catch (error) {
    if (signal.aborted) throw error;
    const why = whyUnreadable(error) ?? 'the process that looks through it was ended';
    throw new Unreadable(why, { cause: error });
  }
};
