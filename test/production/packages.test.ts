import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import * as t from 'io-ts';
import { PROJECT } from '../architecture/support/tree.js';
import { expectRight } from '../support/expect-either.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { productionPackages } from './production-tree.js';

const Pruned = t.type({ remove: t.array(t.type({ path: t.string })) });
const Installed = t.type({ packages: t.record(t.string, t.unknown) });

/** As somebody's shell runs it, who has no Node of the project's yet; npm changes nothing, and asks nobody. */
const npm = async (cwd: string, ...args: readonly string[]): Promise<string> => {
  const path = (process.env['PATH'] ?? '').split(delimiter);
  const elsewhere = path.filter((folder) => !folder.includes('node_modules'));
  const { stdout, stderr } = await promisify(execFile)('npm', [...args, '--dry-run', '--offline'], {
    cwd,
    env: { PATH: elsewhere.join(delimiter), HOME: process.env['HOME'] },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout + stderr;
};

describe('the packages of the project', function () {
  this.timeout(60_000);

  it('come by README’s first command with no warning, of engines or else', async () => {
    const folder = temporaryFolder();
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
      copyFileSync(join(PROJECT, file), join(folder.path, file));
    }
    const said = await npm(folder.path, 'ci').finally(() => folder.remove());
    expect(said).to.match(/^added \d+ packages/m);
    expect(said).to.not.match(/EBADENGINE|npm warn/i);
  });

  it('are in production what the lock has for it, by npm’s own word', async () => {
    const said = await npm(PROJECT, 'prune', '--omit=dev', '--json');
    // Before it come lines for people.
    const pruned = expectRight(Pruned.decode(JSON.parse(said.slice(said.indexOf('{')))));
    const removed = new Set(pruned.remove.map(({ path }) => relative(PROJECT, path)));
    const lock = readFileSync(join(PROJECT, 'node_modules/.package-lock.json'), 'utf8');
    const { packages } = expectRight(Installed.decode(JSON.parse(lock)));
    const kept = Object.keys(packages).filter((path) => !removed.has(path));
    expect(kept).to.have.members([...productionPackages()]);
  });
});
