import { expect } from 'chai';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { type Cruised, cruise, ruleNames } from './support/cruise.js';
import { CLEAN, FORMS, PLANTS } from './support/sample-trees.js';
import { plantTree, PROJECT, type Tree } from './support/tree.js';

const CIRCULAR = 'no-circular-imports';

const circles: Tree = {
  'src/domain/circle-a.ts': "export * from './circle-b.js';",
  'src/domain/circle-b.ts': "export * from './circle-a.js';",
  'src/domain/type-circle-a.ts': "import type * as planted from './type-circle-b.js';",
  'src/domain/type-circle-b.ts': "import type * as planted from './type-circle-a.js';",
};

/** Each import that must be refused, in each form, in a file of its own. */
const planted = PLANTS.flatMap(({ rule, folder, imports }, plant) =>
  imports.map((specifier, index) => ({
    rule,
    title: `${folder} may not import ${specifier}`,
    files: FORMS.map((form, number) => ({
      path: `${folder}/planted-${plant}-${index}-${number}.ts`,
      text: form(specifier),
    })),
  })),
);

describe('the dependency rules', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  it('are kept by the source, all of which is looked at', () => {
    const { broken, modules } = cruise(PROJECT);
    expect([...broken].map(([file, rules]) => `${file}: ${[...rules].join(', ')}`)).to.deep.equal(
      [],
    );
    expect(modules).to.have.length.above(50);
  });

  it('allow what the design allows', () => {
    plantTree(folder.path, CLEAN);
    const { broken, modules } = cruise(folder.path);
    expect([...broken]).to.deep.equal([]);
    expect(modules).to.have.members(Object.keys(CLEAN).filter((path) => path.startsWith('src/')));
  });

  it('each have a violation that is planted below', async () => {
    const rules = [...new Set([...PLANTS.map(({ rule }) => rule), CIRCULAR])];
    expect(rules).to.have.members(await ruleNames());
  });
});

describe('a planted violation', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  let cruised: Cruised;

  before(() => {
    folder = temporaryFolder();
    const files = planted.flatMap((plant) => plant.files);
    const plants = Object.fromEntries(files.map(({ path, text }) => [path, text]));
    plantTree(folder.path, { ...CLEAN, ...circles, ...plants });
    cruised = cruise(folder.path);
  });
  after(() => {
    folder.remove();
  });

  for (const { rule, title, files } of planted) {
    it(`${title} (${rule})`, () => {
      for (const { path, text } of files) {
        expect([...(cruised.broken.get(path) ?? [])], text).to.include(rule);
      }
    });
  }

  for (const pair of ['circle', 'type-circle']) {
    it(`src/domain/${pair}-a.ts and ${pair}-b.ts may not import each other (${CIRCULAR})`, () => {
      const paths = [`src/domain/${pair}-a.ts`, `src/domain/${pair}-b.ts`];
      const rules = paths.flatMap((path) => [...(cruised.broken.get(path) ?? [])]);
      expect(rules).to.deep.equal([CIRCULAR]);
    });
  }

  it('blames no other file', () => {
    const guilty = planted.flatMap(({ files }) => files.map(({ path }) => path));
    expect([...guilty, ...Object.keys(circles)]).to.include.members([...cruised.broken.keys()]);
  });
});
