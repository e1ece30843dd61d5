import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { some } from 'fp-ts/lib/Option.js';
import { diskBlobStore } from '../../../../../src/adapters/outbound/blobs/disk-blob-store.js';
import { gridfsBlobStore } from '../../../../../src/adapters/outbound/blobs/gridfs-blob-store.js';
import type { BlobStore } from '../../../../../src/application/ports/blob-store.js';
import { answer } from '../../../../support/answer.js';
import { blobOf, bytesOf, note, wholeOf } from '../../../../support/blobs.js';
import { silentLogger } from '../../../../support/fixed-ports.js';

/** A file that a process says is there. */
export interface PutFile {
  readonly name: string;
  readonly size: number;
  readonly isKept: boolean;
}

const PROCESS = fileURLToPath(new URL('./putting-process.js', import.meta.url));

/** Files that are there before it is killed. */
const ENOUGH = 40;

const EVERY = 1_000_000;

export const openBlobs = (kind: string, place: string): BlobStore | Promise<BlobStore> =>
  kind === 'disk'
    ? diskBlobStore({ root: place, logger: silentLogger })
    : gridfsBlobStore({ uri: place, logger: silentLogger });

/** A process that puts files, and what it has told by now. */
export interface PuttingProcess {
  readonly told: readonly PutFile[];
  /** Resolves when it has told of so many more. */
  goesOn(): Promise<void>;
  /** In the middle of its work. */
  kill(): Promise<void>;
}

export const puttingProcess = (kind: string, place: string): PuttingProcess => {
  const child: ChildProcess = fork(PROCESS, [kind, place]);
  const told: PutFile[] = [];
  child.on('message', (file: PutFile) => told.push(file));
  const closed = once(child, 'close');
  return {
    told,
    goesOn: () => {
      const enough = told.length + ENOUGH;
      return new Promise((resolve, reject) => {
        child.on('message', () => {
          if (told.length >= enough) resolve();
        });
        child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
      });
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
};

/** All that it told of is there, and what else is there is whole. */
export const expectWhole = async (store: BlobStore, told: readonly PutFile[]): Promise<void> => {
  for (const { name, size, isKept } of told) {
    const bytes = bytesOf(size);
    expect(await answer(store.find(name))).to.deep.equal(some(blobOf(name, bytes, { isKept })));
    expect(Buffer.compare(await wholeOf(store, name), bytes), name).to.equal(0);
  }
  for (const blob of await answer(store.unkept(note().at + 1, EVERY))) {
    const bytes = await wholeOf(store, blob.name);
    expect(blob).to.deep.equal(blobOf(blob.name, bytes));
  }
};
