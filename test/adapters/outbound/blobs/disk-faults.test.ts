import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { none } from 'fp-ts/lib/Option.js';
import { diskBlobStore } from '../../../../src/adapters/outbound/blobs/disk-blob-store.js';
import type { BlobStore } from '../../../../src/application/ports/blob-store.js';
import { answer } from '../../../support/answer.js';
import { blobOf, bytesOf, inParts, note, wholeOf } from '../../../support/blobs.js';
import { expectLeft } from '../../../support/expect-either.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { temporaryFolder, type TemporaryFolder } from '../../../support/temporary-folder.js';

const NAME = '019aca5e2c7f7000secret.png';

describe('files on a disk', () => {
  let folder: TemporaryFolder;
  let logger: RecordingLogger;
  let store: BlobStore;
  let handles: FileHandle[];
  /** Tells whether something fails that is done with a file. */
  let fails: (method: string, path: string) => string | null;

  const failing = (handle: FileHandle, path: string): FileHandle =>
    new Proxy(handle, {
      get: (target, key) => {
        const code = fails(String(key), path);
        if (code !== null) {
          const error = Object.assign(new Error(path), { code, syscall: 'write' });
          return () => Promise.reject(error);
        }
        const value = Reflect.get(target, key, target) as unknown;
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });

  const openFile: typeof open = async (path, ...mode) => {
    const handle = await open(path, ...mode);
    handles.push(handle);
    return failing(handle, path as string);
  };

  beforeEach(() => {
    folder = temporaryFolder();
    logger = new RecordingLogger();
    handles = [];
    fails = () => null;
    store = diskBlobStore({ root: folder.path, logger, openFile });
  });
  afterEach(async () => {
    await store.close();
    folder.remove();
  });

  const files = (): readonly string[] =>
    readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).filter(
      (name) => statSync(join(folder.path, name)).isFile() && !name.endsWith('.lock'),
    );
  const put = (name = NAME) => store.put(name, inParts(bytesOf(200_000)), note())();

  for (const [what, isIt] of [
    ['bytes', (method: string) => method === 'appendFile'],
    ['bytes, when they are synced', (method, path) => method === 'sync' && path.endsWith('bytes')],
    ['note', (method: string) => method === 'writeFile'],
    ['note, when it is synced', (method, path) => method === 'sync' && path.endsWith('.json')],
  ] as const satisfies readonly (readonly [string, (method: string, path: string) => boolean])[]) {
    it(`is unavailable where the disk has no room for the ${what}, and goes on when it has`, async () => {
      fails = (method, path) => (isIt(method, path) ? 'ENOSPC' : null);
      for (let n = 0; n < 3; n += 1) expectLeft(await put(), 'Unavailable');
      expect(files()).to.deep.equal([]);
      expect(handles.map(({ fd }) => fd)).to.deep.equal(handles.map(() => -1));
      expect(await answer(store.find(NAME))).to.deep.equal(none);
      expect(logger.entries).to.deep.equal([
        {
          level: 'error',
          message: 'the disk of files failed',
          fields: { code: 'ENOSPC', unlogged: 0 },
        },
      ]);
      fails = () => null;
      expect((await put())._tag).to.equal('Right');
      expect(Buffer.compare(await wholeOf(store, NAME), bytesOf(200_000))).to.equal(0);
    });
  }

  it('throws in the middle where they cannot be read, and says so without the name', async () => {
    await put();
    fails = (method) => (method === 'read' ? 'EIO' : null);
    const thrown = await wholeOf(store, NAME).catch(String);
    expect(thrown).to.equal('DiskFailed: EIO');
    expect(JSON.stringify(logger.entries)).to.contain('EIO').and.not.contain('secret');
    expect(handles.map(({ fd }) => fd)).to.deep.equal(handles.map(() => -1));
  });

  it('are for their owner alone', async () => {
    await put();
    await answer(store.keep([NAME]));
    await put('other');
    const all = readdirSync(folder.path, { recursive: true, encoding: 'utf8' });
    const open = all.filter((name) => {
      const { mode } = statSync(join(folder.path, name));
      return !name.endsWith('.lock') && (mode & 0o077) !== 0;
    });
    expect(open).to.deep.equal([]);
  });

  it('are closed when nobody reads on', async () => {
    await put();
    for await (const part of store.read(NAME, 0, 199_999)) {
      expect(part.length).to.be.greaterThan(0);
      break;
    }
    expect(handles.map(({ fd }) => fd)).to.deep.equal(handles.map(() => -1));
  });

  it('are taken no faster than they are written', async () => {
    const { promise: written, resolve: write } = Promise.withResolvers<undefined>();
    const slow: typeof open = async (path, ...mode) => {
      const handle = await open(path, ...mode);
      const appendFile = handle.appendFile.bind(handle);
      handle.appendFile = async (...data) => {
        await written;
        await appendFile(...data);
      };
      return handle;
    };
    const other = diskBlobStore({ root: folder.path, logger, openFile: slow });
    let asked = 0;
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    async function* content() {
      for await (const part of inParts(bytesOf(200_000), 1_000)) {
        asked += 1;
        begin(undefined);
        yield part;
      }
    }
    const storing = other.put('slow', content(), note())();
    await begun;
    for (let n = 0; n < 50; n += 1) await turn();
    expect(asked).to.equal(1);
    write(undefined);
    expect((await storing)._tag).to.equal('Right');
    expect(asked).to.equal(200);
    await other.close();
  });

  it('are looked for without those that are kept, and one of them that is spoilt is passed over', async () => {
    for (const name of ['kept', 'good', NAME]) await put(name);
    await answer(store.keep(['kept']));
    const notes = files().filter((one) => one.endsWith('note.json'));
    const good = notes.find((path) => path.includes('good')) ?? '';
    const other = readFileSync(join(folder.path, good), 'utf8');
    for (const path of notes.filter((one) => one !== good)) {
      // Half a note, and a whole one of another file.
      const text = path.includes('kept') ? '{"name": "kept"}' : other;
      writeFileSync(join(folder.path, path), text);
    }
    const found = await answer(store.unkept(note().at + 1, 10));
    expect(found).to.deep.equal([blobOf('good', bytesOf(200_000))]);
    expect(logger.entries).to.deep.equal([
      { level: 'error', message: 'the note of a file is spoilt', fields: { file: '019aca5e2c7f' } },
    ]);
    expect(await answer(store.find('kept'))).to.deep.equal(none);
  });
});
