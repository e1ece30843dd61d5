import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIALECTS } from '../../src/bootstrap/dialects.js';
import { STORES } from '../../src/bootstrap/stores.js';
import { TRANSPORTS } from '../../src/bootstrap/transports.js';
import { PROJECT } from './support/tree.js';

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

const pages = (folder: string): readonly string[] =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

/** What a page says of files of the project, less those that it asks the reader to write. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:src|test|docs)\/[^`\s]*)`/g)]
    .flatMap(([, path]) => path ?? [])
    .filter((path) => !path.includes('<'));

describe('the documents', () => {
  for (const page of ['README.md', ...pages('docs')]) {
    it(`name no file that is not there: ${page}`, () => {
      const missing = pathsIn(read(page)).filter((path) => !existsSync(join(PROJECT, path)));
      expect(missing).to.deep.equal([]);
    });
  }

  it('list what is bound in the README', () => {
    const row = (variable: string): string =>
      read('README.md')
        .split('\n')
        .find((line) => line.startsWith(`| \`${variable}\` |`)) ?? '';
    for (const store of STORES) expect(row('STORE')).to.contain(`\`${store}\``);
    expect(row('DIALECTS')).to.contain(`all: \`${DIALECTS.join(',')}\``);
    expect(row('TRANSPORTS')).to.contain(`all: \`${TRANSPORTS.join(',')}\``);
  });

  it('have a page of each dialect that is bound, which the README names', () => {
    for (const name of DIALECTS) {
      const path = `docs/dialects/${name}.md`;
      expect(read(path)).to.match(new RegExp(`^# .*\\b${name}\\b`, 'i'));
      expect(read('README.md')).to.contain(`](${path})`);
    }
  });

  it('tell who writes a store of every port and every contract that it has', () => {
    const page = read('docs/adding-a-store.md');
    const store = read('src/application/ports/store.ts');
    const ports = [...store.matchAll(/readonly \w+: (\w+);/g)].flatMap(([, port]) => port ?? []);
    expect(ports).to.have.length.greaterThan(3);
    for (const port of ports) expect(page).to.contain(`| \`${port}\` |`);
    const bound = read('test/docs/third-party-store/ndjson-store.test.ts');
    const ofStores = [...bound.matchAll(/testing\.(describe\w+)\(/g)].flatMap(
      ([, suite]) => suite ?? [],
    );
    expect(ofStores).to.have.length.greaterThan(ports.length);
    for (const suite of ofStores) expect(page).to.contain(`\`${suite}\``);
  });
});
