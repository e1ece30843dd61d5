import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncToDisk } from '../common/sync-to-disk.js';
import { isMissing } from './disk-faults.js';
import { BYTES, diskFolders, KEPT, NOTE, WAITING } from './disk-folders.js';
import { isName } from './names.js';

/** Whether it was still there to be copied. */
const copied = async (from: string, to: string): Promise<boolean> => {
  await mkdir(to, { mode: 0o700 });
  try {
    for (const part of [BYTES, NOTE]) {
      await copyFile(join(from, part), join(to, part));
      await syncToDisk(join(to, part));
    }
    return true;
  } catch (error) {
    await rm(to, { recursive: true });
    if (isMissing(error)) return false;
    throw error;
  }
};

const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter(isName);

/**
 * Copies the files of a folder that a server may go on using; those that a message carries by now are in the copy.
 * @param to is made; its parent is there
 * @param onCopied is told how many there are, and may throw to end it
 */
export const copyUploads = async (
  from: string,
  to: string,
  onCopied: (files: number) => void,
): Promise<number> => {
  if (!existsSync(from)) return 0;
  const target = diskFolders(to);
  let files = 0;
  const take = async (source: string, place: string): Promise<void> => {
    if (!(await copied(source, place))) return;
    files += 1;
    onCopied(files);
  };
  // In the order in which a file goes from the one place to the other: so none is missed while it does.
  const waiting = join(from, WAITING);
  for (const name of await namesIn(waiting)) {
    await take(join(waiting, name), target.waitingPlace(name));
  }
  const kept = join(from, KEPT);
  for (const shelf of await readdir(kept)) {
    for (const name of await namesIn(join(kept, shelf))) {
      if (existsSync(target.waitingPlace(name))) {
        await rm(target.waitingPlace(name), { recursive: true });
        files -= 1;
      }
      await take(join(kept, shelf, name), target.keptPlace(name));
    }
    await syncToDisk(join(to, KEPT, shelf));
  }
  await syncToDisk(target.waiting);
  return files;
};
