import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ESLint } from 'eslint';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { plantTree, PROJECT } from './support/tree.js';

const CORE = 'src/domain/ids.ts';
const TEST = 'test/support/expect-either.ts';
const NEEDS = 'test/services/needs.ts';
const SUITE = 'test/architecture/lint-rules.test.ts';

/** What a project must hold for the files above to compile; all of this one takes far longer to look at. */
const FILES = [
  ...[CORE, TEST, NEEDS, SUITE],
  ...['test/architecture/support/tree.ts', 'test/support/temporary-folder.ts'],
];

const NO_SYNTAX = 'no-restricted-syntax';

/** What must be refused, as the text of a file that exists: the typed rules look it up. */
const refused: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['no-restricted-imports', CORE, "export { left } from 'fp-ts/Either';"],
  ['no-restricted-imports', CORE, "import type { Either } from 'fp-ts/lib/Either';"],
  ['no-restricted-imports', CORE, "export { left } from 'fp-ts/es6/Either.js';"],
  ['no-restricted-imports', TEST, "export { PathReporter } from 'io-ts/PathReporter';"],
  ['no-restricted-globals', CORE, 'export const now = () => Date.now();'],
  ['no-restricted-globals', CORE, 'export const id = () => crypto.randomUUID();'],
  ['no-restricted-properties', CORE, 'export const chance = () => Math.random();'],
  ['@typescript-eslint/no-explicit-any', CORE, 'export type Anything = any;'],
  ['@typescript-eslint/no-floating-promises', CORE, 'Promise.resolve();'],
  ['@typescript-eslint/no-misused-promises', CORE, '[1].forEach(async () => Promise.resolve());'],
  ['@typescript-eslint/no-unused-vars', CORE, 'const unused = 1;'],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    CORE,
    "export const f = (x: 'a' | 'b') => { switch (x) { case 'a': return 1; } return 2; };",
  ],
  [NO_SYNTAX, SUITE, 'expect(result);'],
  [NO_SYNTAX, SUITE, 'const f = async () => { await expect(result); };'],
  [NO_SYNTAX, SUITE, 'expect(result).to.be;'],
  [NO_SYNTAX, SUITE, 'expect(result).to.equal;'],
  [NO_SYNTAX, SUITE, 'result === 1;'],
  [NO_SYNTAX, SUITE, 'expect(isLeft(result)).to.equal(true);'],
  [NO_SYNTAX, SUITE, 'expect(E.isRight(result)).to.be.true;'],
  // Texts for the linter to refuse, not tests of ours: nothing here is left out or runs alone.
  [NO_SYNTAX, SUITE, "describe.only('it', () => undefined);"],
  [NO_SYNTAX, SUITE, "it.skip('is', () => undefined);"],
  [NO_SYNTAX, SUITE, "xit('is', () => undefined);"],
  [NO_SYNTAX, SUITE, "it('is');"],
  [NO_SYNTAX, SUITE, 'export const f = function (this: Mocha.Context) { this.skip(); };'],
  [NO_SYNTAX, TEST, 'export const f = function (this: Mocha.Context) { this.skip(); };'],
  [NO_SYNTAX, TEST, 'expect(result);'],
  [NO_SYNTAX, NEEDS, 'expect(result);'],
  [NO_SYNTAX, NEEDS, "it.skip('is', () => undefined);"],
];

const allowed: readonly (readonly [file: string, text: string])[] = [
  [SUITE, 'expect(result).to.be.true;'],
  [SUITE, 'expect(result).to.deep.equal([]);'],
  [SUITE, "it('is', () => undefined);"],
  [NEEDS, 'export const f = function (this: Mocha.Context) { this.skip(); };'],
];

describe('the linter', function () {
  this.timeout(120_000);
  let folder: TemporaryFolder;
  let eslint: ESLint;

  const textOf = (file: string): string => readFileSync(join(PROJECT, file), 'utf8');

  before(() => {
    folder = temporaryFolder();
    plantTree(folder.path, Object.fromEntries(FILES.map((file) => [file, textOf(file)])));
    eslint = new ESLint({ cwd: folder.path });
  });
  after(() => folder.remove());

  const problems = async (file: string, text: string): Promise<readonly (string | null)[]> => {
    const results = await eslint.lintText(text, { filePath: join(folder.path, file) });
    return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
  };

  for (const [rule, file, text] of refused) {
    it(`refuses ${text} (${rule})`, async () => {
      expect(await problems(file, text)).to.include(rule);
    });
  }

  for (const [file, text] of allowed) {
    it(`allows ${text}`, async () => {
      expect(await problems(file, text)).not.to.include(NO_SYNTAX);
    });
  }

  it('has nothing to say about its own test', async () => {
    expect(await problems(SUITE, textOf(SUITE))).to.deep.equal([]);
  });
});
