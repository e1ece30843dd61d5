import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as E from 'fp-ts/lib/Either.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const execute = promisify(execFile);

/** Long enough for a fetch of some ten megabytes over a slow line. */
const PATIENCE = 300_000;

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

const reason = (error: unknown): string => {
  const { stderr = '' } = error as { readonly stderr?: string };
  return lastLine(stderr) || String(error);
};

/**
 * Runs a command to its end.
 * @returns Left why it failed, in a line; Right what it printed, by which nginx means standard error
 */
export const runToEnd = async (
  [program, ...args]: readonly [string, ...(readonly string[])],
  environment: Environment,
): Promise<E.Either<string, string>> => {
  try {
    const env = { ...environment };
    const { stdout, stderr } = await execute(program, args, { env, timeout: PATIENCE });
    return E.right(stdout === '' ? stderr : stdout);
  } catch (error) {
    return E.left(reason(error));
  }
};
