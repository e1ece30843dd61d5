import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeDataDir } from '../../src/bootstrap/data-dir.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';

describe('makeDataDir', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const expectRefused = (path: string): void => {
    expect(() => makeDataDir(path)).to.throw(`${path} cannot be opened (see DATA_DIR): E`);
  };

  it('makes it with all above it, for its owner alone', () => {
    makeDataDir(join(folder.path, 'not', 'yet', 'there', ''));
    for (const path of ['not', 'not/yet', 'not/yet/there']) {
      expect(statSync(join(folder.path, path)).mode & 0o777).to.equal(0o700);
    }
  });

  it('takes one that is there, behind a link too, as it is', () => {
    const path = join(folder.path, 'there');
    mkdirSync(path, { mode: 0o755 });
    symlinkSync(path, join(folder.path, 'link'));
    for (const name of ['there', 'link']) makeDataDir(join(folder.path, name));
    expect(statSync(path).mode & 0o777).to.equal(0o755);
  });

  it('takes one that is there by the time that it would be made', () => {
    // Nothing is found by that way, and what it leads to is there.
    makeDataDir(`${folder.path}/nowhere/..`);
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  it('refuses what is no folder, or lies in none', () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    expectRefused(file);
    expectRefused(join(file, 'data'));
    expect(() => makeDataDir(file)).to.throw('ENOTDIR: it is a file, and no folder');
    symlinkSync(join(folder.path, 'nowhere'), join(folder.path, 'link'));
    expectRefused(join(folder.path, 'link'));
  });

  it('comes to an end where every folder is refused as if its parent were missing', () => {
    for (const path of ['/proc/data', '/proc/some/data']) expectRefused(path);
  });
});
