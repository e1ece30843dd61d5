import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { copyUploads } from '../adapters/outbound/blobs/copy-uploads.js';
import { syncToDisk } from '../adapters/outbound/common/sync-to-disk.js';
import { UPLOADS } from './blobs.js';
import { SECRET_FILE } from './development-secret.js';
import { copyDatabase, DATABASE_FILE, refuseMissing } from './stores.js';

/** Who is told of the copying, and ends it. */
export interface CopyProgress {
  readonly signal: AbortSignal;
  pages(done: number, all: number): void;
  files(done: number): void;
}

/**
 * Copies a data folder that a server may go on using into another one that a server can be started on. It has its name only
 * when it is whole.
 * @returns how many files of messages are in it
 * @throws Error that names what is missing, there already, damaged or cannot be written, and the signal's reason; nothing is
 * left then
 */
export const copyDataDir = async (
  dataDir: string,
  target: string,
  { signal, ...progress }: CopyProgress,
): Promise<number> => {
  const database = join(dataDir, DATABASE_FILE);
  refuseMissing('sqlite', dataDir);
  if (target === '') throw new Error('The copy needs a name');
  const parent = dirname(resolve(target));
  if (!existsSync(parent)) {
    throw new Error(`${target} cannot be made: there is no folder ${parent}`);
  }
  // A link that leads nowhere has the name, too.
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) {
    throw new Error(`${target} is there already`);
  }
  const part = `${resolve(target)}.${randomBytes(4).toString('hex')}.part`;
  try {
    await mkdir(part, { mode: 0o700 });
    const onPages = (done: number, all: number): void => {
      signal.throwIfAborted();
      progress.pages(done, all);
    };
    await copyDatabase(database, join(part, DATABASE_FILE), onPages, signal);
    // After the messages, so that all they carry is there.
    const files = await copyUploads(join(dataDir, UPLOADS), join(part, UPLOADS), (done) => {
      signal.throwIfAborted();
      progress.files(done);
    });
    const secret = join(dataDir, SECRET_FILE);
    if (existsSync(secret)) {
      await copyFile(secret, join(part, SECRET_FILE));
      await syncToDisk(join(part, SECRET_FILE));
    }
    await syncToDisk(part);
    await rename(part, target);
    await syncToDisk(parent);
    return files;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
};
