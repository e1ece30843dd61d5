import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { developmentSecret, MIN_SECRET } from '../../src/bootstrap/development-secret.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';

describe('developmentSecret', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('makes a long secret that only its owner can read', () => {
    const dataDir = join(folder.path, 'data');
    expect(Buffer.byteLength(developmentSecret(dataDir))).to.be.at.least(MIN_SECRET);
    const [file = ''] = readdirSync(dataDir);
    expect(statSync(join(dataDir, file)).mode & 0o777).to.equal(0o600);
  });

  it('leaves nothing else behind', () => {
    developmentSecret(folder.path);
    expect(readdirSync(folder.path)).to.deep.equal(['development-secret']);
  });

  it('refuses one that was cut off', () => {
    const file = join(folder.path, 'development-secret');
    for (const cut of ['', 'abc']) {
      writeFileSync(file, cut);
      expect(() => developmentSecret(folder.path)).to.throw(/too short/);
    }
  });

  it('names what cannot be opened, and the variable that leads there', () => {
    const file = join(folder.path, 'a-file');
    writeFileSync(file, '');
    expect(() => developmentSecret(file)).to.throw(`${file} cannot be opened (see DATA_DIR): E`);
    const secret = join(folder.path, 'development-secret');
    mkdirSync(secret);
    expect(() => developmentSecret(folder.path)).to.throw(
      `${secret} cannot be opened (see DATA_DIR): EISDIR`,
    );
  });

  it('tells where one was made, once', () => {
    const made: string[] = [];
    for (const _ of ['made', 'kept']) developmentSecret(folder.path, (file) => made.push(file));
    expect(made).to.deep.equal([join(folder.path, 'development-secret')]);
  });

  it('keeps it', () => {
    expect(developmentSecret(folder.path)).to.equal(developmentSecret(folder.path));
  });
});
