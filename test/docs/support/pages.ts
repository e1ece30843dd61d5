import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../architecture/support/tree.js';

/** A page for people, as it stands. */
export interface Page {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

export const page = (path: string): Page => ({
  path,
  text: readFileSync(join(PROJECT, path), 'utf8'),
});

/** README.md and all of docs. */
export const allPages = (): readonly Page[] => [
  page('README.md'),
  ...readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => page(`docs/${name.replaceAll('\\', '/')}`)),
];

const FENCED = /^```.*?^```$/gms;

/** Without blocks of code. */
export const prose = ({ text }: Page): string => text.replaceAll(FENCED, '');

/** What stands in backticks, with line breaks as spaces. */
export const codes = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll(/\s+/g, ' '));

/** From a heading up to the next one. */
export const section = ({ path, text }: Page, heading: string): string => {
  const [, after] = text.split(`\n## ${heading}\n`);
  if (after === undefined) throw new Error(`${path} has no section ${heading}`);
  return after.split(/^## /m)[0] ?? '';
};

/** The blocks of code in a language. */
export const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, block = '']) => block,
  );

/** Its tables, whose heads begin with these words. */
export const tables = (text: string, head: string): readonly string[] =>
  [...text.matchAll(/^\|.*(?:\n\|.*)*/gm)]
    .map(([table]) => table)
    .filter((table) => table.startsWith(`| ${head} `));

/** The cells of a table's rows, below its head. */
export const rows = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

/** Whether a page says so, wherever its lines break. */
export const says = ({ text }: Page, words: string): boolean =>
  text.replaceAll(/\s+/g, ' ').includes(words);
