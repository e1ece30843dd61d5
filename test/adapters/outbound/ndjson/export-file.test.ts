import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createExportFile } from '../../../../src/adapters/outbound/ndjson/export-file.js';
import { type TemporaryFolder, temporaryFolder } from '../../../support/temporary-folder.js';

const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing failed',
    (error: unknown) => String(error),
  );

describe('the file of an export', () => {
  let folder: TemporaryFolder;
  let path: string;

  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'export');
  });
  afterEach(() => folder.remove());

  const names = (): readonly string[] => readdirSync(folder.path);

  it('has its name when it is whole, and not before', async () => {
    const file = await createExportFile(path, false);
    await file.write('one\n');
    await file.write('zwölf\n');
    expect(names()).to.have.length(1).and.not.include('export');
    await file.commit();
    expect(names()).to.deep.equal(['export']);
    expect(readFileSync(path, 'utf8')).to.equal('one\nzwölf\n');
  });

  it('is for its owner alone', async () => {
    const file = await createExportFile(path, false);
    await file.commit();
    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('is gone when it is discarded, even when it was whole', async () => {
    const file = await createExportFile(path, false);
    await file.write('one\n');
    await file.discard();
    expect(names()).to.deep.equal([]);
  });

  it('does not take the place of another, however late that comes', async () => {
    const file = await createExportFile(path, false);
    await file.write('one\n');
    writeFileSync(path, 'precious');
    expect(await failureOf(file.commit()))
      .to.contain(path)
      .and.contain('--force');
    await file.discard();
    expect(names()).to.deep.equal(['export']);
    expect(readFileSync(path, 'utf8')).to.equal('precious');
    expect(await failureOf(createExportFile(path, false))).to.contain('--force');
    expect(names()).to.deep.equal(['export']);
  });

  it('takes the place of another when it may, and leaves it there until then', async () => {
    writeFileSync(path, 'old');
    const dropped = await createExportFile(path, true);
    await dropped.write('half');
    await dropped.discard();
    expect(readFileSync(path, 'utf8')).to.equal('old');
    const file = await createExportFile(path, true);
    await file.write('new');
    expect(readFileSync(path, 'utf8')).to.equal('old');
    await file.commit();
    expect(names()).to.deep.equal(['export']);
    expect(readFileSync(path, 'utf8')).to.equal('new');
  });

  it('stands where a link leads, and leaves the link', async () => {
    const link = join(folder.path, 'link');
    writeFileSync(path, 'old');
    symlinkSync(path, link);
    const file = await createExportFile(link, true);
    await file.write('new');
    await file.commit();
    expect(readFileSync(path, 'utf8')).to.equal('new');
    expect(names()).to.deep.equal(['export', 'link']);
  });

  it('is none where it cannot be: in the place of a folder or a device, or in no folder', async () => {
    for (const wrong of [folder.path, '/dev/null', join(path, 'deeper')]) {
      for (const mayReplace of [false, true]) {
        expect(await failureOf(createExportFile(wrong, mayReplace))).to.contain(`Error: ${wrong}`);
      }
    }
    expect(await failureOf(createExportFile('', false))).to.contain('without a name');
    expect(names()).to.deep.equal([]);
  });
});
