import { basename } from 'node:path';
import { expect } from 'chai';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { UseCases } from '../../src/application/use-cases/use-cases.js';
import type { Failure } from '../../src/domain/failure.js';
import { PROJECT, readTree } from '../architecture/support/tree.js';
import { inMemory } from '../support/in-memory.js';

const FOLDER = 'src/application/use-cases';
const DECIDERS = 'src/domain/decide';

type FailureOf<UseCase> = UseCase extends (
  ...input: never[]
) => TaskEither<infer F extends { readonly kind: string }, unknown>
  ? F['kind']
  : never;

/** Does not build once a use case can fail in a way that is not in the union that dialects switch over. */
type OutsideUnion = Exclude<FailureOf<UseCases[keyof UseCases]>, Failure['kind']>;
const isClosed: [OutsideUnion] extends [never] ? true : false = true;

const camel = (name: string): string =>
  name.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());

const pascal = (name: string): string => camel(`-${name}`);

const namesIn = (folder: string): readonly string[] =>
  Object.keys(readTree(PROJECT, folder)).map((path) => basename(path, '.ts'));

/** Who somebody is comes before what he may ask for: the gateway asks it, no dialect. */
const NOT_OFFERED = ['authenticate', 'use-cases'];
const useCases = namesIn(FOLDER).filter((name) => !NOT_OFFERED.includes(name));

/** What they decide with, which decides nothing. */
const deciders = namesIn(DECIDERS).filter((name) => name !== 'decision');

const tests = readTree(PROJECT, 'test');
const isTested = (folder: string, words: string): boolean =>
  Object.entries(tests).some(([path, text]) => path.startsWith(folder) && text.includes(words));

describe('docs/adding-a-use-case.md', () => {
  it('holds for each use case: its file is named as it is, with a type of its own', () => {
    const tree = readTree(PROJECT, FOLDER);
    for (const name of useCases) {
      const text = tree[`${FOLDER}/${name}.ts`];
      expect(text).to.match(new RegExp(`^export type ${pascal(name)} = \\(`, 'm'));
      expect(text).to.match(new RegExp(`^export const ${camel(name)} =`, 'm'));
    }
  });

  it('holds for use-cases.ts: each is made there, and no other', () => {
    expect(Object.keys(inMemory().cases)).to.have.members(useCases.map(camel));
  });

  it('holds for their tests: each is asked in memory', () => {
    const untested = useCases.filter(
      (name) => !isTested('test/application/use-cases/', `${camel(name)}(`),
    );
    expect(untested).to.deep.equal([]);
  });

  it('holds for their failures: all are of one closed union', () => {
    expect(isClosed).to.equal(true);
  });

  it('holds for each decider: it returns a decision, and has a test of its own', () => {
    const tree = readTree(PROJECT, DECIDERS);
    for (const name of deciders) {
      expect(tree[`${DECIDERS}/${name}.ts`]).to.match(/^\s*(\): |.*=> )?.*: Decision<.*> =>/m);
      expect(tests).to.have.property(`test/domain/decide/${name}.test.ts`);
    }
  });

  it('holds for what they decide: nothing but record.ts gives an event its seq and time', () => {
    const stamping = Object.entries(readTree(PROJECT, 'src/domain'))
      .filter(([, text]) => /\bseq: .*lastSeq.* \+ 1/.test(text))
      .map(([path]) => path);
    expect(stamping).to.deep.equal(['src/domain/record.ts']);
  });

  it('holds for changes: no use case appends or publishes', () => {
    const around = Object.entries(readTree(PROJECT, FOLDER))
      .filter(([, text]) => /\.(append|publish)\(/.test(text))
      .map(([path]) => path);
    expect(around).to.deep.equal([]);
  });
});
