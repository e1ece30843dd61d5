import { createRequire } from 'node:module';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MOCHA = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

export interface Finished {
  /** How many tests failed. */
  readonly code: number | null;
  readonly output: string;
}

/** @param environment beside this process's, less what decides about services */
export const mocha = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> => {
  const child = spawn(process.execPath, [MOCHA, ...args], {
    env: { ...process.env, REQUIRE_SERVICES: '', MONGODB_URI: '', CLAMD_HOST: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
};

/** Runs the suites of a file of `programs` by themselves. */
export const runMocha = (
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> => {
  const file = fileURLToPath(new URL(`programs/${name}.js`, import.meta.url));
  return mocha(['--no-config', '--timeout', '20000', file], environment);
};
