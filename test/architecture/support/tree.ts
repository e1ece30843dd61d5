import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where the tests are run from. */
export const PROJECT = resolve('.');

/** Paths from the root of a tree, with their texts. */
export type Tree = Readonly<Record<string, string>>;

const RULES = ['.dependency-cruiser.mjs', 'eslint.config.js', 'tsconfig.json', 'package.json'];

/** A project of its own in that folder, under the rules of this one. */
export const plantTree = (root: string, tree: Tree): void => {
  for (const file of RULES) {
    cpSync(join(PROJECT, file), join(root, file));
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'), 'dir');
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};

/** The TypeScript files of a folder and those in it, as a tree; nothing if it is not there. */
export const readTree = (root: string, folder: string): Tree => {
  if (!existsSync(join(root, folder))) return {};
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
};

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)\.js'/g;

/** The files of a tree that a file imports, by their paths in it. */
export const importsOf = (tree: Tree, path: string): readonly string[] =>
  [...(tree[path] ?? '').matchAll(IMPORT)].map(
    ([, specifier = '']) => `${join(dirname(path), specifier).replaceAll('\\', '/')}.ts`,
  );
