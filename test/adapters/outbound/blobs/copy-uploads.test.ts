import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { some } from 'fp-ts/lib/Option.js';
import { copyUploads } from '../../../../src/adapters/outbound/blobs/copy-uploads.js';
import { diskBlobStore } from '../../../../src/adapters/outbound/blobs/disk-blob-store.js';
import {
  diskFolders,
  type DiskFolders,
} from '../../../../src/adapters/outbound/blobs/disk-folders.js';
import type { BlobStore } from '../../../../src/application/ports/blob-store.js';
import { answer } from '../../../support/answer.js';
import { blobOf, bytesOf, inParts, note, wholeOf } from '../../../support/blobs.js';
import { silentLogger } from '../../../support/fixed-ports.js';
import { type TemporaryFolder, temporaryFolder } from '../../../support/temporary-folder.js';

const NAMES = ['a.png', 'b.png', 'c.png'];
const BYTES = bytesOf(1_000);

describe('a copy of uploads', () => {
  let folder: TemporaryFolder;
  let from: string;
  let to: string;
  let places: DiskFolders;

  beforeEach(async () => {
    folder = temporaryFolder();
    [from, to] = [join(folder.path, 'uploads'), join(folder.path, 'copy')];
    const blobs = opened(from);
    for (const name of NAMES) await answer(blobs.put(name, inParts(BYTES), note()));
    places = diskFolders(from);
  });
  afterEach(() => folder.remove());

  const opened = (root: string): BlobStore => diskBlobStore({ root, logger: silentLogger });

  /** As the server does it when its message has come. */
  const keep = (name: string): void => {
    if (existsSync(places.waitingPlace(name))) {
      renameSync(places.waitingPlace(name), places.keptPlace(name));
    }
  };

  const expectCopied = async (isKept: boolean): Promise<void> => {
    const copy = opened(to);
    for (const name of NAMES) {
      expect(await answer(copy.find(name))).to.deep.equal(some(blobOf(name, BYTES, { isKept })));
      expect(await wholeOf(copy, name)).to.deep.equal(BYTES);
    }
    const { waiting } = diskFolders(to);
    expect(readdirSync(waiting)).to.have.members(isKept ? [] : NAMES);
  };

  it('has each in its place, and tells how many there are by then', async () => {
    const told: number[] = [];
    expect(await copyUploads(from, to, (files) => told.push(files))).to.equal(3);
    expect(told).to.deep.equal([1, 2, 3]);
    await expectCopied(false);
  });

  it('has each once, though their messages come while it copies', async () => {
    // The first is copied by then, and the others are no longer where they were seen.
    expect(await copyUploads(from, to, () => NAMES.forEach(keep))).to.equal(3);
    await expectCopied(true);
  });

  it('is ended by who is told of it, and by a file that cannot be read', async () => {
    const enough = (): never => {
      throw new Error('enough');
    };
    expect(await copyUploads(from, to, enough).catch(String)).to.equal('Error: enough');
    const broken = places.waitingPlace('broken.png');
    mkdirSync(broken);
    writeFileSync(join(broken, 'bytes'), '');
    mkdirSync(join(broken, 'note.json'));
    const again = join(folder.path, 'again');
    expect(await copyUploads(from, again, () => undefined).catch(String)).to.match(/EISDIR|EINVAL/);
  });

  it('is of nothing where nothing was ever sent', async () => {
    const nowhere = join(folder.path, 'nowhere');
    expect(await copyUploads(nowhere, to, () => undefined)).to.equal(0);
    expect(existsSync(to)).to.equal(false);
  });
});
