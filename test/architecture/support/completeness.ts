import { posix } from 'node:path';
import { importsOf, readTree, type Tree } from './tree.js';

/** A port, named as its file is: `conversation-log` holds `ConversationLog`. */
interface Port {
  readonly name: string;
  readonly type: string;
}

const PORTS = 'src/application/ports/';
const ADAPTERS = 'src/adapters/';
const DIALECTS = `${ADAPTERS}inbound/dialects/`;
const TRANSPORTS = `${ADAPTERS}inbound/transports/`;
const STORES = `${ADAPTERS}outbound/stores/`;

const pascal = (name: string): string =>
  name.replaceAll(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());

export const projectTree = (root: string): Tree => ({
  ...readTree(root, 'src'),
  ...readTree(root, 'test'),
});

const under = (tree: Tree, folder: string): readonly string[] =>
  Object.keys(tree).filter((path) => path.startsWith(folder));

const portsOf = (tree: Tree): readonly Port[] =>
  under(tree, PORTS).map((path) => {
    const name = posix.basename(path, '.ts');
    return { name, type: pascal(name) };
  });

/** The files that make one: `const x: Port =`, `(…): Port =>`, `(…): Promise<Port> {` or `implements Port`. */
const adaptersOf = (tree: Tree, { type }: Port): readonly string[] => {
  const made = `(?:\\)|\\bconst \\w+): (?:Promise<)?${type}>? (?:=|\\{)`;
  const makes = new RegExp(`${made}|\\bimplements [^{]*\\b${type}\\b`);
  return under(tree, `${ADAPTERS}outbound/`).filter((path) => makes.test(tree[path] ?? ''));
};

/** What a test runs: files under test, and those of one adapter's folder. */
const reachedFrom = (tree: Tree, test: string, folder: string): ReadonlySet<string> => {
  const reached = new Set<string>([test]);
  for (const path of reached) {
    for (const imported of importsOf(tree, path)) {
      if (imported.startsWith('test/') || imported.startsWith(folder)) reached.add(imported);
    }
  }
  return reached;
};

const suite = ({ type }: Port): string => `describe${type}Contract`;
const contract = ({ name }: Port): string => `test/contract/${name}.contract.ts`;

/** Ports that nothing stands behind: their adapters would escape the rules below. */
export const portsWithoutAdapter = (tree: Tree): readonly string[] =>
  portsOf(tree)
    .filter((port) => adaptersOf(tree, port).length === 0)
    .map(({ name }) => name);

/** Ports whose promises no suite checks. */
export const portsWithoutContract = (tree: Tree): readonly string[] =>
  portsOf(tree)
    .filter(
      (port) =>
        !new RegExp(`export (const|function) ${suite(port)}\\b`).test(tree[contract(port)] ?? ''),
    )
    .map(contract);

/** Whether that file runs the suite of that port. */
const runs = (tree: Tree, path: string, port: Port): boolean =>
  (tree[path] ?? '').includes(`${suite(port)}(`) && importsOf(tree, path).includes(contract(port));

/** Adapters of a port that no test in the same place under test/adapters runs its suite on. */
export const adaptersWithoutContract = (tree: Tree): readonly string[] =>
  portsOf(tree).flatMap((port) =>
    adaptersOf(tree, port)
      .filter((adapter) => {
        const folder = `${posix.dirname(adapter)}/`;
        const tests = under(tree, folder.replace(/^src/, 'test'));
        return !tests.some((test) => {
          const reached = reachedFrom(tree, test, folder);
          const isRun = [...reached].some((path) => runs(tree, path, port));
          return test.endsWith('.test.ts') && isRun && reached.has(adapter);
        });
      })
      .map((adapter) => `${adapter}: ${suite(port)}`),
  );

const foldersIn = (tree: Tree, folder: string): readonly string[] => [
  ...new Set(under(tree, folder).map((path) => path.slice(folder.length).split('/')[0] ?? '')),
];

/** Where each kind is bound; `common` are tools, and the loopback is for who embeds the core. */
const REGISTRIES: readonly (readonly [registry: string, folder: string])[] = [
  ['src/bootstrap/stores.ts', STORES],
  ['src/bootstrap/dialects.ts', DIALECTS],
  ['src/bootstrap/transports.ts', TRANSPORTS],
];
const NEVER_BOUND = ['common', 'loopback'];

/** Stores, dialects and transports that the one list of their kind does not name. */
export const notBound = (tree: Tree): readonly string[] =>
  REGISTRIES.flatMap(([registry, folder]) =>
    foldersIn(tree, folder)
      .filter((name) => !NEVER_BOUND.includes(name))
      .filter((name) => !new RegExp(`^  ${name}: `, 'm').test(tree[registry] ?? ''))
      .map((name) => `${registry}: ${name}`),
  );

/** Files that name one of them beside that list, so that another of its kind would have to go there too. */
export const boundBeside = (tree: Tree): readonly string[] =>
  REGISTRIES.flatMap(([registry, folder]) =>
    under(tree, 'src/')
      .filter((path) => path !== registry && !path.startsWith(folder))
      .filter((path) =>
        importsOf(tree, path).some(
          (imported) => imported.startsWith(folder) && !imported.startsWith(`${folder}common/`),
        ),
      ),
  );

/** Dialects whose scenario the matrix of the end-to-end tests lacks; its stores are those that are bound. */
export const missingFromMatrix = (tree: Tree): readonly string[] => {
  const text = tree['test/e2e/matrix.test.ts'] ?? '';
  const dialects = foldersIn(tree, DIALECTS).filter((name) => !NEVER_BOUND.includes(name));
  return [...dialects.map((name) => `describe${pascal(name)}Scenario(`), 'of STORES)'].filter(
    (row) => !text.includes(row),
  );
};

const ADAPTER_FOLDERS = [
  'inbound/(gateway|operations)/[^/]+',
  'inbound/(dialects|transports)/[^/]+/.+',
  'outbound/stores/[^/]+/.+',
  'outbound/(?!stores/)[^/]+/.+',
];

const PLACES = new RegExp(
  `^src/((domain|application|bootstrap)/|adapters/(${ADAPTER_FOLDERS.join('|')}))`,
);

/** Files that the dependency rules have no place for. */
export const outOfPlace = (tree: Tree): readonly string[] =>
  under(tree, 'src/').filter((path) => !PLACES.test(path));

export const longerThan = (tree: Tree, lines: number): readonly string[] =>
  under(tree, 'src/').filter((path) => (tree[path] ?? '').trimEnd().split('\n').length > lines);
