import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect } from 'chai';
import { PROJECT } from '../architecture/support/tree.js';
import { ENTRANCES } from './support/installed-package.js';
import { allPages, codes, type Page, prose } from './support/pages.js';

const FOLDERS = ['src', 'test', 'docs', 'examples', 'deploy'];

const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => posix.relative(PROJECT, posix.join(parentPath, name)));

const files = [
  ...FOLDERS.flatMap(filesOf),
  ...readdirSync(PROJECT, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? entry.name : [],
  ),
];

const paths = new Set(
  files.flatMap((file) => {
    const parts = file.split('/');
    return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
  }),
);

/** A whole path or the end of one, with `<name>` and `*` for what differs. */
const isThere = (written: string): boolean => {
  const pattern = written
    .replace(/\/(\*\*)?$/, '')
    .split(/(<[^>]+>|\*)/)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('.', '\\.') : '[^/]+'))
    .join('');
  const ending = new RegExp(`(^|/)${pattern}$`);
  return [...paths].some((path) => ending.test(path));
};

/** A file of ours, or a folder: no route, no list of types, no rate, no file of a running server. */
const isPath = (code: string): boolean =>
  !/^\d+\/\d+$/.test(code) &&
  /^[\w<*][\w<>*./-]*$/.test(code) &&
  (/\.(ts|md|json)$/.test(code) || code.includes('/'));

const linksOf = ({ text }: Page): readonly string[] =>
  [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = '']) => target);

/** As the places that hold the project make them of headings. */
const anchorsOf = (page: Page): readonly string[] =>
  [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\-_ ]/gu, '')
      .replaceAll(' ', '-'),
  );

const anchorLinksOf = ({ text }: Page): readonly (readonly [target: string, anchor: string])[] =>
  [...text.matchAll(/\]\(([^)#:]*)#([^)]+)\)/g)].map(
    ([, target = '', anchor = '']) => [target, anchor] as const,
  );

const source = files
  .filter((file) => file.endsWith('.ts') || file.endsWith('.json'))
  .map((file) => readFileSync(join(PROJECT, file), 'utf8'))
  .join('\n');

/** By its shape: `someName`, `SomeName`, `SOME_NAME`, or what is called. */
const isIdentifier = (code: string): boolean =>
  /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(code) && /[a-z][A-Z]|^[A-Z][a-z]|^[A-Z_]{4,}$/.test(code);

const isNamed = (code: string): boolean =>
  code.split('.').every((part) => new RegExp(`\\b${part}\\b`).test(source));

/** Names, as far as only commas and "and" stand between them and the file in which they are. */
const CLAIM = /((?:`[\w.]+`(?:,? and |, )?)+)\s*\(`([\w./-]+\.ts)`\)/g;

const claimsOf = (page: Page): readonly (readonly [name: string, file: string])[] =>
  [...prose(page).replaceAll(/\s+/g, ' ').matchAll(CLAIM)].flatMap(([, names = '', file = '']) =>
    codes(names).map((name) => [name, file] as const),
  );

const textOf = (written: string): string => {
  const file = files.find((path) => path === written || path.endsWith(`/${written}`));
  return file === undefined ? '' : readFileSync(join(PROJECT, file), 'utf8');
};

describe('what the pages name', () => {
  for (const page of allPages()) {
    describe(page.path, () => {
      it('links to what is there', () => {
        const from = posix.dirname(page.path);
        const dead = linksOf(page).filter((link) => !paths.has(posix.join(from, link)));
        expect(dead).to.deep.equal([]);
      });

      it('links to headings that are there, and that no other is named as', () => {
        const dead = anchorLinksOf(page).filter(([target, anchor]) => {
          const path = target === '' ? page.path : posix.join(posix.dirname(page.path), target);
          const headed = allPages().find((other) => other.path === path);
          return headed && anchorsOf(headed).filter((each) => each === anchor).length !== 1;
        });
        expect(dead).to.deep.equal([]);
      });

      it('names files and folders that are there', () => {
        const missing = codes(prose(page)).filter(
          (code) => isPath(code) && !isThere(code) && !ENTRANCES.includes(code),
        );
        expect(missing).to.deep.equal([]);
      });

      it('names what the code names', () => {
        const unknown = codes(prose(page)).filter((code) => isIdentifier(code) && !isNamed(code));
        expect(unknown).to.deep.equal([]);
      });

      it('finds names in the files where it says that they are', () => {
        const elsewhere = claimsOf(page).filter(
          ([name, file]) => !new RegExp(`\\b${name}\\b`).test(textOf(file)),
        );
        expect(elsewhere).to.deep.equal([]);
      });
    });
  }
});
