import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { cruise } from '../architecture/support/cruise.js';
import {
  importsOf,
  plantTree,
  PROJECT,
  readTree,
  type Tree,
} from '../architecture/support/tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { codes, page, rows, section } from './support/pages.js';

const SUPPORT = 'src/adapters/inbound/dialects/support';
const PROBE = 'test/dialects/probe';
/** Its client's side. */
const CLIENT = 'probe.ts';

const tree = readTree(PROJECT, 'src');

/** What the page was followed to. */
const probe: Tree = Object.fromEntries(
  Object.entries(readTree(PROJECT, PROBE)).filter(
    ([path]) => !path.endsWith('.test.ts') && path !== `${PROBE}/${CLIENT}`,
  ),
);

const filesOf = (name: string): readonly string[] => {
  const table = rows(section(page('docs/adding-a-dialect.md'), 'Its files'));
  return table.flatMap(([file = '']) => codes(file)).map((file) => file.replace('<name>', name));
};

/** A project in which the probe is a dialect that ships. */
const shipped = (): Tree => ({
  ...tree,
  ...Object.fromEntries(
    Object.entries(probe).map(([path, text]) => [
      path.replace(PROBE, 'src/adapters/inbound/dialects/probe'),
      text
        .replaceAll('../../../src/adapters/inbound/', '../../')
        .replaceAll('../../../src/', '../../../../'),
    ]),
  ),
});

describe('docs/adding-a-dialect.md', () => {
  it('names the files of a dialect, and support has no others', () => {
    const files = readdirSync(join(PROJECT, SUPPORT));
    expect(filesOf('support')).to.include.members(files);
    expect(filesOf('support').filter((file) => !files.includes(file))).to.deep.equal([
      'envelope.ts',
    ]);
  });

  it('names those of the probe, which was written by it', () => {
    const files = Object.keys(probe).map((path) => path.slice(PROBE.length + 1));
    expect(filesOf('probe')).to.include.members(files);
    expect(filesOf('probe').filter((file) => !files.includes(file))).to.deep.equal(['encode.ts']);
  });

  it('has the probe see the seams, the common tools and the core, and nothing else', () => {
    const imported = Object.keys(probe).flatMap((path) => importsOf(probe, path));
    const allowed =
      /^(test\/dialects\/probe\/|src\/(domain|application)\/|src\/adapters\/inbound\/(gateway\/(dialect|transport)\.ts|dialects\/common\/))/;
    expect(imported.filter((path) => !allowed.test(path))).to.deep.equal([]);
    expect(imported).to.include('src/adapters/inbound/gateway/dialect.ts');
  });

  it('leads to a dialect that keeps every rule, where those that ship are', () => {
    const folder = temporaryFolder();
    try {
      const files = shipped();
      plantTree(folder.path, files);
      const { broken, modules } = cruise(folder.path);
      expect([...broken]).to.deep.equal([]);
      expect(modules).to.include('src/adapters/inbound/dialects/probe/probe-dialect.ts');
    } finally {
      folder.remove();
    }
  }).timeout(60_000);

  it('is right that a dialect is named in one place', () => {
    const naming = Object.keys(tree).filter(
      (path) =>
        !path.startsWith(SUPPORT) && importsOf(tree, path).some((one) => one.startsWith(SUPPORT)),
    );
    expect(naming).to.deep.equal(['src/bootstrap/dialects.ts']);
  });
});
