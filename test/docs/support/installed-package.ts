import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as t from 'io-ts';
import { PROJECT } from '../../architecture/support/tree.js';
import { expectRight } from '../../support/expect-either.js';

const Manifest = t.type({
  name: t.string,
  exports: t.record(t.string, t.unknown),
  dependencies: t.record(t.string, t.string),
  peerDependencies: t.record(t.string, t.string),
});

const Packed = t.array(t.type({ filename: t.string, files: t.array(t.type({ path: t.string })) }));

const manifest = expectRight(
  Manifest.decode(JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'))),
);

/** By what the package is imported: `switchboard/ports`. */
export const ENTRANCES = Object.keys(manifest.exports).map((path) =>
  path.replace('.', manifest.name),
);

/** What who installs it has beside it: what it asks for, and the types of Node. */
const BESIDE = [
  ...Object.keys(manifest.dependencies),
  ...Object.keys(manifest.peerDependencies),
  '@types/node',
];

/** As strict as can be, and of what the package declares too. */
const TSCONFIG = {
  compilerOptions: {
    ...{ module: 'nodenext', target: 'es2023', lib: ['es2024'], types: ['node'] },
    ...{ rootDir: '.', outDir: 'built', strict: true, skipLibCheck: false },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  },
  include: ['*.ts'],
};

const run = (command: string, args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: PROJECT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
};

/**
 * A project in that folder where the package is installed, as it is built, by `npm pack`. It needs no network: what
 * is installed beside it is linked.
 * @returns the paths of the package's files
 */
export const installPackage = (root: string): readonly string[] => {
  const told = run('npm', [
    ...['pack', '--json', '--offline', '--ignore-scripts', '--pack-destination', root],
  ]);
  const [packed] = expectRight(Packed.decode(JSON.parse(told)));
  if (packed === undefined) throw new Error('npm packed nothing');
  const modules = join(root, 'node_modules');
  const target = join(modules, manifest.name);
  mkdirSync(target, { recursive: true });
  run('tar', ['-xzf', join(root, packed.filename), '-C', target, '--strip-components=1']);
  for (const name of BESIDE) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(PROJECT, 'node_modules', name), join(modules, name), 'dir');
  }
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'elsewhere', type: 'module' }));
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  return packed.files.map(({ path }) => path);
};
