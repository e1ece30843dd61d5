import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Option } from 'commander';

/** Of every command that reads the configuration. */
export interface EnvFileOptions {
  readonly envFile?: string;
}

export const envFileOption = (): Option =>
  new Option(
    '--env-file <path>',
    'a file of variables, as lines NAME=value; what the environment has wins over it',
  );

/** @throws Error that names the file, where it cannot be read */
export const readEnvFile = (path: string): Readonly<Record<string, string | undefined>> => {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The file of --env-file, ${path}, cannot be read: ${why}`, { cause: error });
  }
};
