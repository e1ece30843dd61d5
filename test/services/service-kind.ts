import { resolve } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { dockerHost } from './hosts/docker.js';
import { carriedBinary, type CarriedBinary } from './ways/carried-binary.js';
import { binaryOnPath, namedBinary } from './ways/own-binary.js';
import { firstThatWorks, type Program, type Way } from './ways/program.js';
import type { ServiceName } from './required.js';
import { tell } from './tell.js';

/** A kind of server, and where its program may come from. */
export interface ServiceKind {
  readonly name: ServiceName;
  /** The variable that names a program of one's own. */
  readonly binaryVariable: string;
  /** What its program may be called. */
  readonly programs: readonly [string, ...(readonly string[])];
  readonly image: string;
  readonly carried: CarriedBinary;
}

const CACHE = resolve('node_modules/.cache/switchboard');

/** The program of that kind to run servers with: one's own, Docker's, else one that a package carries. */
export const findProgram = async (kind: ServiceKind): Promise<E.Either<string, Program>> => {
  const { name, binaryVariable, programs, image, carried } = kind;
  const environment = process.env;
  const say = (line: string): void => tell(`${name}: ${line}`);
  const inDocker: Way = async () => {
    const open = await dockerHost(image, programs[0], say);
    if (E.isLeft(open)) return E.left(`Docker: ${open.left}`);
    return E.right({ open: open.right, origin: `${image} in Docker` });
  };
  const found = await firstThatWorks([
    namedBinary(binaryVariable, environment),
    binaryOnPath(programs, environment),
    inDocker,
    carriedBinary(carried, { environment, cache: CACHE, tell: say }),
  ]);
  if (E.isRight(found)) say(found.right.origin);
  return found;
};
