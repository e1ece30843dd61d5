import { resolve } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import type { Fetching } from './ways/fetching.js';
import { namedBinary } from './ways/own-binary.js';
import { firstThatWorks, type Program, type Way } from './ways/program.js';
import type { ServiceName } from './required.js';
import { tell } from './tell.js';

/** A kind of server, and where its program may come from. */
export interface ServiceKind {
  readonly name: ServiceName;
  /** The variable that names a program of one's own, which comes first. */
  readonly binaryVariable: string;
  /** What has the program print its version, where it is not `--version` alone. */
  readonly versionArguments?: readonly string[];
  /** In this order after it. */
  ways(fetching: Fetching): readonly Way[];
}

const CACHE = resolve('node_modules/.cache/switchboard');

/** The program of that kind to run servers with. */
export const findProgram = async (kind: ServiceKind): Promise<E.Either<string, Program>> => {
  const environment = process.env;
  const say = (line: string): void => tell(`${kind.name}: ${line}`);
  const found = await firstThatWorks([
    namedBinary(kind.binaryVariable, environment, kind.versionArguments),
    ...kind.ways({ environment, cache: CACHE, tell: say }),
  ]);
  if (E.isRight(found)) say(found.right.origin);
  return found;
};
