import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { type Environment, runToEnd } from './commands.js';
import type { Fetching } from './fetching.js';
import { madeOnce } from './made-once.js';
import { localProgram, type Way } from './program.js';

/** A program that a package of Debian has. */
export interface DebianPackage {
  readonly name: string;
  /** Of the program in the package. */
  readonly path: string;
  /** What is fetched for it at most: the lists of packages, and itself with the libraries that are missing. */
  readonly megabytes: number;
  /** What has it print its version. */
  readonly versionArguments?: readonly string[];
}

const RUN = 'run';

/** The program, with the libraries that came with it. */
const scriptFor = (path: string): string => `#!/bin/sh
here=$(dirname "$0")
for libraries in "$here"/usr/lib/*/ "$here"/lib/*/; do
  LD_LIBRARY_PATH="$LD_LIBRARY_PATH\${LD_LIBRARY_PATH:+:}$libraries"
done
export LD_LIBRARY_PATH
exec "$here/${path}" "$@"
`;

/** Has apt keep all that it fetches there, so that it needs no root and leaves the system as it is. */
const aptIn = (folder: string) => {
  const options = {
    'Debug::NoLocking': 'true',
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::Cache': folder,
    'Dir::Cache::Archives': join(folder, 'archives'),
  };
  const set = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return (environment: Environment, ...command: readonly string[]) =>
    runToEnd(['apt-get', '--quiet', ...set, ...command], { ...environment, LC_ALL: 'C' });
};

/** The package, and whatever it needs that this system has not. */
const download = async (
  { name, megabytes }: DebianPackage,
  { environment, tell }: Fetching,
  folder: string,
): Promise<E.Either<string, readonly string[]>> => {
  const archives = join(folder, 'archives');
  await mkdir(join(folder, 'lists', 'partial'), { recursive: true });
  await mkdir(join(archives, 'partial'), { recursive: true });
  tell(`fetching ${name} of Debian by apt, ${megabytes} MB at most, once`);
  const apt = aptIn(folder);
  // The system's own lists may be old, or not there.
  const listed = await apt(environment, 'update');
  if (E.isLeft(listed)) return E.left(`apt has no lists: ${listed.left}`);
  const only = ['--yes', '--download-only', '--reinstall', '--no-install-recommends'];
  const fetched = await apt(environment, 'install', ...only, name);
  if (E.isLeft(fetched)) return E.left(`apt did not fetch ${name}: ${fetched.left}`);
  const files = (await readdir(archives)).filter((file) => file.endsWith('.deb'));
  return E.right(files.map((file) => join(archives, file)));
};

/** Fetched and unpacked, with the script that runs it. */
const fetchInto = async (
  folder: string,
  debian: DebianPackage,
  fetching: Fetching,
): Promise<E.Either<string, string>> => {
  for (const tool of ['apt-get', 'dpkg-deb']) {
    const asked = await runToEnd([tool, '--version'], fetching.environment);
    if (E.isLeft(asked)) return E.left(`there is no ${tool} to fetch one with`);
  }
  const apt = join(folder, 'apt');
  const packages = await download(debian, fetching, apt);
  if (E.isLeft(packages)) return packages;
  const whole = join(folder, 'whole');
  await mkdir(whole);
  for (const file of packages.right) {
    const unpacked = await runToEnd(['dpkg-deb', '--extract', file, whole], fetching.environment);
    if (E.isLeft(unpacked)) return E.left(`${file} is not unpacked: ${unpacked.left}`);
  }
  if (!existsSync(join(whole, debian.path))) return E.left(`${debian.name} has no ${debian.path}`);
  await writeFile(join(whole, RUN), scriptFor(debian.path));
  await chmod(join(whole, RUN), 0o755);
  await rm(apt, { recursive: true });
  return E.right(whole);
};

/**
 * The program of a package of Debian, fetched once by apt. Archives of a release move on, so that no hash of it can be
 * recorded: apt takes no list that a key of the system has not signed, and no package whose hash is not in one.
 */
export const debianPackage =
  (debian: DebianPackage, fetching: Fetching): Way =>
  async () => {
    const place = join(fetching.cache, `debian-${debian.name}-${process.arch}`);
    const there = await madeOnce(place, (folder) => fetchInto(folder, debian, fetching));
    if (E.isLeft(there)) return there;
    const origin = `from ${debian.name} of Debian`;
    const program = join(place, RUN);
    return localProgram(program, origin, fetching.environment, debian.versionArguments);
  };
