import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as t from 'io-ts';
import { PROJECT } from '../architecture/support/tree.js';
import { expectRight } from '../support/expect-either.js';

const Lock = t.type({
  packages: t.record(t.string, t.partial({ dev: t.boolean, devOptional: t.boolean })),
});

/** What of node_modules is left after `npm prune --omit=dev`, by package-lock.json. */
export const productionPackages = (): readonly string[] => {
  const { packages } = expectRight(
    Lock.decode(JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8'))),
  );
  return Object.entries(packages)
    .filter(([path, one]) => path !== '' && one.dev !== true && one.devOptional !== true)
    .map(([path]) => path);
};

/** What is run there, from its root. */
export const MAIN = 'dist/src/bootstrap/cli/main.js';

/** What is beside the packages where the server runs. */
export const FILES = ['package.json', '.npmrc', 'scripts', 'dist/src'];

/** Makes what a machine has on which the project was built, and pruned of all that only developers need. */
export const plantProduction = (root: string): void => {
  for (const path of [...FILES, ...productionPackages()]) {
    cpSync(join(PROJECT, path), join(root, path), { recursive: true });
  }
};
