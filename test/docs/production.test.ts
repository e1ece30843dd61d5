import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT } from '../architecture/support/tree.js';
import { FILES, MAIN } from '../production/production-tree.js';
import { blocks, page, section } from './support/pages.js';

const described = page('docs/production.md');

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

describe('docs/production.md', () => {
  for (const [heading, language, file] of [
    ['systemd', 'ini', 'deploy/switchboard.service'],
    ['Behind nginx', 'nginx', 'deploy/nginx.conf'],
    ['Behind Caddy', 'caddyfile', 'deploy/Caddyfile'],
  ] as const) {
    it(`has ${file} as it is`, () => {
      expect(blocks(section(described, heading), language)).to.deep.equal([read(file)]);
    });
  }

  it('starts what the tests start, from what they have', () => {
    const [, start = ''] = blocks(section(described, 'Installing'), 'sh');
    expect(start).to.contain(`NODE_ENV=production node -- ${MAIN} serve`);
    expect(read('deploy/switchboard.service')).to.contain(`-- ${MAIN} serve\n`);
    const [needed = ''] = blocks(section(described, 'Installing'), 'text');
    const onlyForNpm = ['.npmrc', 'scripts'];
    expect(needed.trim().split(/\s+/)).to.have.members([
      'node_modules',
      ...FILES.filter((path) => !onlyForNpm.includes(path)),
    ]);
  });
});

describe('the license', () => {
  it('is the one that package.json names', () => {
    expect(JSON.parse(read('package.json'))).to.include({ license: 'MIT' });
    expect(read('LICENSE')).to.match(
      /^MIT License\n\nCopyright \(c\) \d{4} The Switchboard authors\n/,
    );
  });
});

describe('CHANGELOG.md', () => {
  it('has the version that the package is', () => {
    const { version } = JSON.parse(read('package.json')) as { readonly version: string };
    expect(read('CHANGELOG.md')).to.match(
      new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - `, 'm'),
    );
  });
});
