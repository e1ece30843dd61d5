import { isLeft } from 'fp-ts/lib/Either.js';
import { type Config, readConfig } from '../config.js';
import type { Environment } from '../configuration/variables.js';
import { type EnvFileOptions, readEnvFile } from './env-file.js';

/** Into the process's own environment, so that libraries go by it too. */
const takeIn = (path: string): void => {
  for (const [name, value] of Object.entries(readEnvFile(path))) {
    // An empty variable is as good as none.
    if ((process.env[name] ?? '') === '') process.env[name] = value;
  }
};

/**
 * The environment, with what `--env-file` adds to it.
 * @throws Error where that file cannot be read
 */
export const environmentOf = ({ envFile }: EnvFileOptions): Environment => {
  if (envFile !== undefined) takeIn(envFile);
  return process.env;
};

/**
 * The environment's configuration, or every problem of it.
 * @throws Error where the file of `--env-file` cannot be read
 */
export const tryConfig = (options: EnvFileOptions): ReturnType<typeof readConfig> =>
  readConfig(environmentOf(options));

/**
 * The same; with problems, says all of them and ends the process.
 * @throws Error where the file of `--env-file` cannot be read
 */
export const loadConfig = (options: EnvFileOptions): Config => {
  const config = tryConfig(options);
  if (!isLeft(config)) return config.right;
  process.stderr.write('The configuration cannot be used:\n');
  for (const problem of config.left) process.stderr.write(`  ${problem}\n`);
  return process.exit(1);
};

/** Whether npm has started this process, as a script of the package's. */
export const startedByNpm = (): boolean => process.env['npm_lifecycle_event'] !== undefined;
