import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { diskBlobStore } from '../../src/adapters/outbound/blobs/disk-blob-store.js';
import { UPLOADS } from '../../src/bootstrap/blobs.js';
import { copyDataDir } from '../../src/bootstrap/data-dir-copy.js';
import { DATABASE_FILE } from '../../src/bootstrap/stores.js';
import { answer } from '../support/answer.js';
import { bytesOf, inParts, note } from '../support/blobs.js';
import { silentLogger } from '../support/fixed-ports.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';

/** Of 512 bytes, which a copy takes several looks for. */
const PAGES = 3_000;

type Told = readonly ['pages' | 'files', number];

describe('copyDataDir', () => {
  let folder: TemporaryFolder;
  let dataDir: string;
  let target: string;
  let stopping: AbortController;
  let told: Told[];

  beforeEach(async () => {
    folder = temporaryFolder();
    [dataDir, target] = [join(folder.path, 'data'), join(folder.path, 'copy')];
    mkdirSync(dataDir);
    const db = new DatabaseSync(join(dataDir, DATABASE_FILE));
    db.exec('PRAGMA page_size = 512; CREATE TABLE rows (content BLOB)');
    db.exec(`INSERT INTO rows VALUES (zeroblob(${512 * PAGES}))`);
    db.close();
    const blobs = diskBlobStore({ root: join(dataDir, UPLOADS), logger: silentLogger });
    for (const name of ['a', 'b']) await answer(blobs.put(name, inParts(bytesOf(9)), note()));
    stopping = new AbortController();
    told = [];
  });
  afterEach(() => folder.remove());

  /** @param onTold what is done at each step of it */
  const copied = (onTold: (told: Told) => void): Promise<number> => {
    const tell = (one: Told): void => {
      told.push(one);
      onTold(one);
    };
    return copyDataDir(dataDir, target, {
      signal: stopping.signal,
      pages: (done) => tell(['pages', done]),
      files: (done) => tell(['files', done]),
    });
  };

  it('has its name only when it is whole, and is for its owner alone before that', async () => {
    const seen = new Set<string>();
    const look = (): void => {
      for (const name of readdirSync(folder.path)) {
        if (name !== 'data') seen.add(name);
      }
      for (const name of seen) {
        expect(statSync(join(folder.path, name)).mode & 0o777).to.equal(0o700);
      }
    };
    expect(await copied(look)).to.equal(2);
    expect(told.slice(-2)).to.deep.equal([
      ['files', 1],
      ['files', 2],
    ]);
    expect([...seen].join()).to.match(/^copy\.[0-9a-f]+\.part$/);
    expect(readdirSync(folder.path)).to.have.members(['data', 'copy']);
  });

  it('is refused before it begins where there is a link by its name, though that leads nowhere', async () => {
    symlinkSync(join(folder.path, 'nowhere'), target);
    const why = await copied(() => undefined).catch(String);
    expect(why).to.equal(`Error: ${target} is there already`);
    expect(told).to.deep.equal([]);
  });

  for (const [step, last] of [
    ['pages', 1_024],
    ['files', 1],
  ] as const) {
    it(`is ended by its signal at the next of its ${step}, and leaves nothing`, async () => {
      const stopped = copied(([kind]) => {
        if (kind === step) stopping.abort();
      });
      expect(await stopped.catch((error: unknown) => error)).to.include({ name: 'AbortError' });
      expect(told.at(-1)).to.deep.equal([step, last]);
      expect(existsSync(target)).to.equal(false);
      expect(readdirSync(folder.path)).to.deep.equal(['data']);
    });
  }
});
