import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../architecture/support/tree.js';

export interface Instruction {
  readonly name: string;
  readonly args: string;
}

export interface Stage {
  readonly image: string;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

/** What an instruction such as CMD runs, where it is written as a list. */
export const listed = (args: string): readonly string[] =>
  JSON.parse(args.slice(args.indexOf('['))) as readonly string[];

/** COPY, with the stage that it copies from, if any. */
export const copied = (args: string) => {
  const [, from = null] = /^--from=(\S+) /.exec(args) ?? [];
  const paths = args.split(' ').filter((word) => !word.startsWith('--'));
  return { from, sources: paths.slice(0, -1) };
};

/** The stages of the Dockerfile, in its order. */
export const stages = (): readonly Stage[] => {
  const lines = readFileSync(join(PROJECT, 'Dockerfile'), 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '');
  const all: { image: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = '', args = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === '') throw new Error(`the Dockerfile has a line that is no instruction: ${line}`);
    const [, image = '', stage = null] = /^(\S+)(?: AS (\S+))?$/.exec(args) ?? [];
    if (name === 'FROM') all.push({ image, name: stage, instructions: [] });
    else all.at(-1)?.instructions.push({ name, args });
  }
  return all;
};
