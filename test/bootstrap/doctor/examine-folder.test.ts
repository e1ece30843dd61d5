import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { examineFolder } from '../../../src/bootstrap/doctor/examine-folder.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { NEVER } from '../../support/never.js';

/** Bytes. */
const BLOCK = 4_096;
const BLOCKS_IN_A_MIB = 1_048_576 / BLOCK;

const LEVELS = [
  [0, 'failed'],
  [63, 'failed'],
  [64, 'warning'],
  [1_023, 'warning'],
  [1_024, 'ok'],
] as const;

describe('doctor, of the data folder', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  for (const [free, level] of LEVELS) {
    it(`says ${level} where ${free} MiB of its disk are free`, async () => {
      const asked: string[] = [];
      const findings = await examineFolder(folder.path, (path) => {
        asked.push(path);
        return { bavail: (free + 1) * BLOCKS_IN_A_MIB - 1, bsize: BLOCK };
      })(NEVER);
      const disk = findings.find(({ name }) => name === 'disk');
      expect(disk).to.include({ level });
      expect(disk?.says).to.equal(`${free.toLocaleString('en')} MiB are free for DATA_DIR`);
      expect(asked).to.deep.equal([folder.path]);
    });
  }

  it('says that one is a file, whatever may be done with that', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '', { mode: 0o755 });
    const [found, ...others] = await examineFolder(file)(NEVER);
    expect(others).to.deep.equal([]);
    expect(found).to.include({ level: 'failed', says: `${file} is a file, and no folder` });
  });
});
