import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import type { Environment } from './commands.js';
import { localProgram, type Way } from './program.js';

/**
 * The program that a variable names.
 * @throws when it names one that does not run: whoever set it wants that one and no other
 */
export const namedBinary =
  (variable: string, environment: Environment, versionArguments?: readonly string[]): Way =>
  async () => {
    const path = environment[variable];
    if (path === undefined || path === '') return E.left(`${variable} is not set`);
    const found = await localProgram(path, `named by ${variable}`, environment, versionArguments);
    if (E.isLeft(found)) throw new Error(`${variable}: ${found.left}`);
    return found;
  };

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first of these programs that is on the path. */
export const binaryOnPath =
  (
    programs: readonly string[],
    environment: Environment,
    versionArguments?: readonly string[],
  ): Way =>
  async () => {
    const folders = (environment['PATH'] ?? '').split(delimiter).filter((path) => path !== '');
    const path = folders
      .flatMap((folder) => programs.map((program) => join(folder, program)))
      .find(isExecutable);
    if (path === undefined) return E.left(`there is no ${programs.join(' or ')} on the path`);
    return localProgram(path, 'on the path', environment, versionArguments);
  };
