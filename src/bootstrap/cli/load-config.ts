import { isLeft } from 'fp-ts/lib/Either.js';
import { type Config, readConfig } from '../config.js';

/** The environment's configuration; with problems, says all of them and ends the process. */
export const loadConfig = (): Config => {
  const config = readConfig(process.env);
  if (!isLeft(config)) return config.right;
  process.stderr.write('The configuration cannot be used:\n');
  for (const problem of config.left) process.stderr.write(`  ${problem}\n`);
  return process.exit(1);
};

/** Whether npm has started this process, as a script of the package's. */
export const startedByNpm = (): boolean => process.env['npm_lifecycle_event'] !== undefined;
