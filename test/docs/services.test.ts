import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT, readTree } from '../architecture/support/tree.js';
import { PACKAGE } from '../services/chromium/carried-chromium.js';
import * as clamd from '../services/clamd/clamd.js';
import { CADDY_PACKAGE } from '../services/proxies/caddy.js';
import { NGINX_PACKAGE } from '../services/proxies/nginx.js';
import { CARRIED, IMAGE, PROGRAM } from '../services/mongodb/mongod.js';
import { SERVICES } from '../services/required.js';
import { codes, page, rows, says, section } from './support/pages.js';

const readme = page('README.md');
const text = section(readme, 'Servers for the tests');

/** The last table: what can be set. */
const table = new Map(
  rows(text)
    .map(([name = '', meaning = '']) => [codes(name)[0], codes(meaning)] as const)
    .filter(([name]) => /^[A-Z_]+$/.test(name ?? '')),
);

describe('the servers for the tests that README.md describes', () => {
  it('have every variable that decides about them, and no other', () => {
    const source = Object.entries(readTree(PROJECT, 'test/services'))
      .filter(([path]) => !path.includes('/support/') && !path.endsWith('.test.ts'))
      .map(([, file]) => file)
      .join('\n');
    const read = [...source.matchAll(/process\.env\['(\w+)'\]|Variable: '(\w+)'/g)];
    const names = read.map(([, direct, named]) => direct ?? named);
    expect([...table.keys()]).to.have.members([...new Set(names)]);
  });

  it('have the services that can be required', () => {
    expect(table.get('REQUIRE_SERVICES')).to.include.members([...SERVICES]);
  });

  it('come from where it says', () => {
    expect(codes(text)).to.include.members([IMAGE, CARRIED.name, PROGRAM, PACKAGE]);
    const { IMAGE: image, PACKAGE: debian, PROGRAM: program } = clamd;
    expect(codes(text)).to.include.members([image, debian.name, program]);
    expect(says(readme, `${debian.megabytes} MB at most and once for each`)).to.equal(true);
    for (const { name, megabytes } of [NGINX_PACKAGE, CADDY_PACKAGE]) {
      expect(codes(text)).to.include(name);
      expect(says(readme, `${megabytes} MB at most for each of them`)).to.equal(true);
    }
    expect(says(readme, `${CARRIED.megabytes} MB once for each`)).to.equal(true);
  });

  it('are required in CI', () => {
    const run = readFileSync(join(PROJECT, '.ci/run'), 'utf8');
    expect(run).to.match(/^export REQUIRE_SERVICES=1$[^]*^npm test/m);
  });
});
