import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { some } from 'fp-ts/lib/Option.js';
import * as core from 'switchboard/store';
import * as testing from 'switchboard/testing';
import { importsOf, PROJECT, readTree } from '../architecture/support/tree.js';
import { PROOFS } from '../faulty-stores/proofs.js';
import { answer } from '../support/answer.js';
import { message, opening } from '../support/appends.js';
import { silentLogger } from '../support/fixed-ports.js';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.js';
import { runTool } from './support/bound-project.js';
import { ENTRANCES, installPackage } from './support/installed-package.js';
import type { Told } from './support/ndjson-writer.js';
import { blocks, codes, page, rows, section } from './support/pages.js';
import { ndjsonStore } from './third-party-store/ndjson-store.js';

const EXAMPLE = 'test/docs/third-party-store';
const STORE = `${EXAMPLE}/ndjson-store.ts`;
const TABLES = `${EXAMPLE}/ndjson-tables.ts`;
const FILE = `${EXAMPLE}/shared-file.ts`;
const TEST = `${EXAMPLE}/ndjson-store.test.ts`;
const SHOWN = [FILE, TABLES, STORE, TEST];
const MAX_LINES = 150;

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

const described = page('docs/testing-an-adapter.md');
const firstCodes = (heading: string): readonly string[] =>
  rows(section(described, heading)).map(([cell = '']) => codes(cell)[0] ?? '');

describe('docs/testing-an-adapter.md', () => {
  it('shows the store, its file, its tables and its test as they are', () => {
    expect(blocks(described.text, 'ts')).to.deep.equal(SHOWN.map(read));
  });

  it(`shows files of fewer than ${MAX_LINES} lines, and says how many`, () => {
    for (const path of [FILE, TABLES, STORE]) {
      const lines = read(path).trimEnd().split('\n').length;
      expect(lines, path).to.be.lessThan(MAX_LINES);
      expect(described.text).to.contain(`\`${path}\`, ${lines} lines`);
    }
    const files = SHOWN.map((path) => basename(path));
    expect(readdirSync(join(PROJECT, EXAMPLE))).to.have.members(files);
  });

  it('has it see the entrances of the package, and nothing else of ours', () => {
    const imported = SHOWN.map(read).flatMap((text) =>
      [...text.matchAll(/ from '(.*)';/g)].map(([, name = '']) => name),
    );
    const entrances = imported.filter((name) => name.startsWith('switchboard'));
    expect(new Set(entrances)).to.deep.equal(new Set(firstCodes('The entrances')));
    const others = imported.filter((name) => !/^(node:|fp-ts\/|switchboard\/)/.test(name));
    expect(others).to.deep.equal(['./ndjson-tables.js', './shared-file.js', './ndjson-store.js']);
  });

  it('lists every contract', () => {
    const contracts = Object.keys(testing).filter((name) => name.startsWith('describe'));
    expect(firstCodes('The contracts')).to.have.members(contracts);
    const written = Object.values(readTree(PROJECT, 'test/contract')).flatMap((text) =>
      [...text.matchAll(/^export const (describe\w+)/gm)].map(([, name = '']) => name),
    );
    expect(contracts).to.have.members(written);
  });

  it('counts the mistakes that the contracts are tried with', () => {
    const count = PROOFS.reduce((sum, { faults }) => sum + Object.keys(faults).length, 0);
    expect(count).to.be.greaterThan(300);
    expect(described.text).to.contain('plants more than 300 mistakes');
  });

  it('lists the entrances, and what a store is given', () => {
    expect(firstCodes('The entrances')).to.deep.equal(ENTRANCES);
    const row = rows(section(described, 'The entrances')).find(([cell]) =>
      cell?.includes('/store'),
    );
    const named = codes(row?.[1] ?? '').filter((code) => !code.includes('/'));
    expect(named).to.have.members(Object.keys(core));
  });
});

describe('switchboard/ports', () => {
  it('has whatever a port exports', () => {
    const entrance = read('src/application/entrances/ports.ts');
    const exported = Object.values(readTree(PROJECT, 'src/application/ports')).flatMap((text) =>
      [...text.matchAll(/^export (?:interface|type|const) (\w+)/gm)].map(([, name = '']) => name),
    );
    expect(exported).to.include('ConversationLog');
    const missing = exported.filter((name) => !new RegExp(`\\b${name}\\b`).test(entrance));
    expect(missing).to.deep.equal([]);
  });
});

describe('the store of docs/testing-an-adapter.md', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('passes over what a process left that died within a line', async () => {
    const file = join(folder.path, 'log.ndjson');
    const first = opening();
    const before = ndjsonStore(file, silentLogger);
    await answer(before.log.append([first]));
    await before.close();
    const half = readFileSync(file, 'utf8').trim().slice(0, 100);
    for (const torn of ['\n', `\n${half}`, '\n{']) {
      appendFileSync(file, torn);
      const after = ndjsonStore(file, silentLogger);
      const loaded = await answer(after.log.load(first.conversation.id));
      expect(loaded).to.deep.equal(some(first.conversation));
      await after.close();
    }
    const last = ndjsonStore(file, silentLogger);
    const next = message(first.conversation);
    expect(await answer(last.log.append([next]))).to.deep.equal([{ kind: 'appended' }]);
    const again = ndjsonStore(file, silentLogger);
    const loaded = await answer(again.log.load(first.conversation.id));
    expect(loaded).to.deep.equal(some(next.conversation));
    for (const store of [last, again]) await store.close();
  });
});

describe('several processes with that store on one file', () => {
  const WRITER = fileURLToPath(new URL('support/ndjson-writer.js', import.meta.url));
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('agree on what was appended, and have no number twice', async () => {
    const file = join(folder.path, 'log.ndjson');
    const store = ndjsonStore(file, silentLogger);
    const { events, conversation } = opening();
    await answer(store.log.append([{ expectedSeq: 0, events, conversation }]));
    const all = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const child = fork(WRITER, [file, conversation.id]);
        const [told] = (await once(child, 'message')) as [Told];
        return told;
      }),
    );
    const outcomes = all.flatMap((told) => told.outcomes);
    expect(outcomes).to.have.length(300);
    expect(outcomes.filter((kind) => !['appended', 'taken'].includes(kind))).to.deep.equal([]);
    const appended = outcomes.filter((kind) => kind === 'appended').length;
    const stored = await answer(store.log.read(conversation.id, 0, 1_000));
    expect(stored.map(({ seq }) => seq)).to.deep.equal(
      Array.from({ length: events.length + appended }, (_, index) => index + 1),
    );
    const numbers = all.flatMap((told) => told.numbers);
    expect(new Set(numbers).size).to.equal(300);
    await store.close();
  });
});

describe('the package', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  let packed: readonly string[];

  before(() => {
    folder = temporaryFolder();
    packed = installPackage(folder.path);
  });
  after(() => folder.remove());

  it('carries what its entrances reach of the tests, and nothing else of them', () => {
    const tree = { ...readTree(PROJECT, 'src'), ...readTree(PROJECT, 'test') };
    const reached = new Set(['test/contract/index.ts']);
    for (const path of reached) for (const one of importsOf(tree, path)) reached.add(one);
    const ofTests = [...reached].filter((path) => path.startsWith('test/'));
    expect(packed.filter((path) => /^dist\/test\/.*\.js$/.test(path))).to.have.members(
      ofTests.map((path) => `dist/${path.replace(/ts$/, 'js')}`),
    );
  });

  it('carries the pages that a server in development serves', () => {
    expect(packed).to.include('examples/websocket-chat-client.html');
  });

  it('is enough to type and to prove the store in a project of its own', () => {
    for (const path of SHOWN) {
      writeFileSync(join(folder.path, basename(path)), read(path));
    }
    runTool(folder.path, 'tsc', ['-p', 'tsconfig.json']);
    const told = runTool(folder.path, 'mocha', [
      ...['--no-config', '--timeout', '20000', '--reporter', 'json'],
      `built/${basename(TEST).replace(/ts$/, 'js')}`,
    ]);
    expect(told).to.match(/"passes": [1-9]\d\d,/);
  });

  it('has no other entrance', () => {
    const { resolve } = createRequire(join(folder.path, 'package.json'));
    for (const entrance of ENTRANCES) expect(resolve(entrance)).to.contain(folder.path);
    for (const path of ['', '/package.json', '/dist/src/domain/evolve.js']) {
      expect(() => resolve(`switchboard${path}`), path).to.throw('exports');
    }
  });
});
