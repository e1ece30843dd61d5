import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { copyUploads } from '../adapters/outbound/blobs/copy-uploads.js';
import { UPLOADS } from './blobs.js';
import { SECRET_FILE } from './development-secret.js';
import { copyDatabase, DATABASE_FILE } from './stores.js';

/** Both may throw to end the copying. */
export interface CopyProgress {
  pages(done: number, all: number): void;
  files(done: number): void;
}

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Copies a data folder that a server may go on using into another one that a server can be started on. It has its name only
 * when it is whole.
 * @returns how many files of messages are in it
 * @throws Error that names what is missing, there already, damaged or cannot be written; nothing is left then
 */
export const copyDataDir = async (
  dataDir: string,
  target: string,
  progress: CopyProgress,
): Promise<number> => {
  const database = join(dataDir, DATABASE_FILE);
  if (!existsSync(database)) throw new Error(`There is no ${database} (see DATA_DIR)`);
  if (target === '') throw new Error('The copy needs a name');
  const parent = dirname(resolve(target));
  if (!existsSync(parent)) {
    throw new Error(`${target} cannot be made: there is no folder ${parent}`);
  }
  if (existsSync(target)) throw new Error(`${target} is there already`);
  const part = `${resolve(target)}.${randomBytes(4).toString('hex')}.part`;
  try {
    await mkdir(part, { mode: 0o700 });
    await copyDatabase(database, join(part, DATABASE_FILE), progress.pages);
    // After the messages, so that all they carry is there.
    const files = await copyUploads(join(dataDir, UPLOADS), join(part, UPLOADS), progress.files);
    const secret = join(dataDir, SECRET_FILE);
    if (existsSync(secret)) await copyFile(secret, join(part, SECRET_FILE));
    await sync(part);
    await rename(part, target);
    await sync(parent);
    return files;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
};
