import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { importSource } from '../../../src/bootstrap/cli/import-source.js';
import { openTransferStore } from '../../../src/bootstrap/cli/transfer-store.js';
import { readConfig } from '../../../src/bootstrap/config.js';
import { DATABASE_FILE } from '../../../src/bootstrap/stores.js';
import { expectRight } from '../../support/expect-either.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';

describe('what is moved', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const failureOf = async (work: Promise<unknown>): Promise<string> => {
    const words = await work.then(
      () => 'it did not fail',
      (error: unknown) => (error as Error).message,
    );
    expect(words).not.to.contain('    at ');
    return words;
  };

  const opening = (environment: Readonly<Record<string, string>>, mustBeThere: boolean) =>
    openTransferStore(expectRight(readConfig({ LOG_LEVEL: 'silent', ...environment })), {
      mustBeThere,
    });

  it('is no store that is not there, and none is made', async () => {
    const none = join(folder.path, 'none');
    expect(await failureOf(opening({ DATA_DIR: none }, true))).to.equal(
      `There is no ${join(none, DATABASE_FILE)} (see DATA_DIR)`,
    );
    expect(existsSync(none)).to.equal(false);
  });

  it('is no store that ends with the process', async () => {
    for (const mustBeThere of [true, false]) {
      expect(await failureOf(opening({ STORE: 'memory' }, mustBeThere))).to.contain('memory');
    }
  });

  it('is no file that is no store, which is named', async () => {
    const path = join(folder.path, DATABASE_FILE);
    writeFileSync(path, 'no database at all');
    const words = await failureOf(opening({ DATA_DIR: folder.path }, false));
    expect(words).to.contain(path).and.contain('DATA_DIR');
  });

  it('comes from no file that is not there, and no folder; each is named', async () => {
    for (const path of [join(folder.path, 'none'), folder.path]) {
      expect(await failureOf(importSource(path))).to.contain(path);
    }
  });
});
