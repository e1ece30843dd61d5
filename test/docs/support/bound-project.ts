import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plantTree, PROJECT, readTree, type Tree } from '../../architecture/support/tree.js';

/** What becomes of the text of each file. */
type Edits = Readonly<Record<string, (text: string) => string>>;

const PROBE = 'test/dialects/probe';

/** What of its folder is of its tests. */
const OF_TESTS = /(\.test|\/probe|\/samples|\/scenario)\.ts$/;

/** The dialect that was written by docs/adding-a-dialect.md. */
export const probe: Tree = Object.fromEntries(
  Object.entries(readTree(PROJECT, PROBE)).filter(([path]) => !OF_TESTS.test(path)),
);

/** The same, where those that ship are. */
export const shippedProbe: Tree = Object.fromEntries(
  Object.entries(probe).map(([path, text]) => [
    path.replace(PROBE, 'src/adapters/inbound/dialects/probe'),
    text
      .replaceAll('../../../src/adapters/inbound/', '../../')
      .replaceAll('../../../src/', '../../../../'),
  ]),
);

/** @throws Error where the text is not there, once */
const after =
  (line: string, added: string) =>
  (text: string): string => {
    const [before, behind, ...more] = text.split(line);
    if (behind === undefined || more.length > 0) throw new Error(`there is no one "${line}"`);
    return `${before}${line}${added}${behind}`;
  };

const imports =
  (what: string, from: string) =>
  (text: string): string =>
    `import { ${what} } from '${from}';\n${text}`;

const both =
  (first: (text: string) => string, second: (text: string) => string) =>
  (text: string): string =>
    second(first(text));

/** What binds it: each file of the project that is touched. */
export const EDITS: Edits = {
  'src/bootstrap/dialects.ts': both(
    after('  support: supportDialect,\n', '  probe: probeDialect,\n'),
    imports('probeDialect', '../adapters/inbound/dialects/probe/probe-dialect.js'),
  ),
  'test/adapters/inbound/dialects/rows.test.ts': both(
    after('  support: supportSamples,\n', '  probe: probeSamples,\n'),
    imports('probeSamples', '../../../dialects/probe/samples.js'),
  ),
  'test/e2e/matrix.test.ts': both(
    after(
      '      describeSupportScenario(`over ${name}`, () => stage(transport, place(), support));\n',
      '      describeProbeScenario(`over ${name}`, () => stage(transport, place(), boundProbe));\n',
    ),
    both(
      imports('boundProbe', '../dialects/probe/probe.js'),
      imports('describeProbeScenario', '../dialects/probe/scenario.js'),
    ),
  ),
  '.env.example': after('# DIALECTS=support', ',probe'),
  'README.md': both(
    after('| `DIALECTS` | all: `support', ',probe'),
    after(
      '- [docs/dialects/support.md](docs/dialects/support.md)',
      ', [docs/dialects/probe.md](docs/dialects/probe.md)',
    ),
  ),
};

const pagesOf = (paths: readonly string[]): Tree =>
  Object.fromEntries(paths.map((path) => [path, readFileSync(join(PROJECT, path), 'utf8')]));

/**
 * Plants the project as it is once the probe is bound in it.
 * @param documents the pages that its tests read
 */
export const plantBound = (root: string, documents: readonly string[]): void => {
  const whole: Tree = {
    ...readTree(PROJECT, 'src'),
    ...readTree(PROJECT, 'test'),
    ...pagesOf(documents),
  };
  const edited = Object.entries(EDITS).map(([path, edit]) => [path, edit(whole[path] ?? '')]);
  plantTree(root, {
    ...whole,
    ...shippedProbe,
    ...(Object.fromEntries(edited) as Tree),
    'docs/dialects/probe.md': '# The `probe` dialect\n',
  });
};

/** Runs a tool of the project in another one. @throws Error with what it says, when it finds fault */
export const runTool = (root: string, tool: string, args: readonly string[]): string => {
  const command = [join(PROJECT, 'node_modules/.bin', tool), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
};
