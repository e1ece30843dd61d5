import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { right } from 'fp-ts/lib/Either.js';
import { none, type Option, some } from 'fp-ts/lib/Option.js';
import type { Blob, BlobStore } from '../../../application/ports/blob-store.js';
import type { Logger } from '../../../application/ports/logger.js';
import { diskFaults, isMissing } from './disk-faults.js';
import { syncToDisk } from '../common/sync-to-disk.js';
import { diskFolders } from './disk-folders.js';
import { diskIntake } from './disk-intake.js';
import { readNote } from './disk-note.js';
import { diskReading } from './disk-reading.js';
import { isName, refuseNoName } from './names.js';
import { ownFolder } from './own-folder.js';
import { takeWhole } from './take-whole.js';
import { underWay } from './under-way.js';

export interface DiskBlobStoreOptions {
  /** Of nothing else; made if its parent is there. Several processes may have it. */
  readonly root: string;
  readonly logger: Logger;
  /** As `open` of Node's, for the bytes and notes that are written, and the bytes that are read. */
  readonly openFile?: typeof open;
}

/** Notes that are read at a time. */
const TOGETHER = 32;

/** Characters of a name. */
const SHOWN = 12;

/** Whether it was there to be renamed. */
const renamed = async (from: string, to: string): Promise<boolean> => {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
};

/**
 * Keeps files in a folder. Each is a folder in one of three places, and goes from one to the next by a renaming: while it comes, while
 * it waits for its message, and for good.
 * @throws Error when the folder cannot be made or written to
 */
export const diskBlobStore = ({
  root,
  logger,
  openFile = open,
}: DiskBlobStoreOptions): BlobStore => {
  const folders = diskFolders(root);
  const own = ownFolder(folders.moving);
  const { run, untilEnd, refuseEnded, end } = underWay();
  const { onDisk, orUnavailable } = diskFaults(logger);
  const reading = diskReading({ folders, openFile, onDisk, refuseEnded });
  const intake = { folders, own: own.path, openFile, onDisk };

  const onDiskOnly = <A>(work: () => Promise<A>) => run(() => orUnavailable(() => onDisk(work)));

  /** With the beginning of its name alone, since who knows all of it may have the file. */
  const onSpoilt = (name: string): void =>
    logger.error('the note of a file is spoilt', { file: name.slice(0, SHOWN) });

  const waiting = async (name: string): Promise<readonly Blob[]> => {
    const note = await readNote(folders.waitingPlace(name), name, onSpoilt);
    return note === null ? [] : [{ ...note, isKept: false }];
  };

  /** In the order in which it goes from the one place to the other: so it is found while it does. */
  const found = async (name: string): Promise<Option<Blob>> => {
    const [blob] = await waiting(name);
    if (blob !== undefined) return some(blob);
    const note = await readNote(folders.keptPlace(name), name, onSpoilt);
    return note === null ? none : some({ ...note, isKept: true });
  };

  /** Renames for good. */
  const keep = async (names: readonly string[]): Promise<void> => {
    const changed = new Set<string>();
    for (const name of names) {
      const place = folders.keptPlace(name);
      if (await renamed(folders.waitingPlace(name), place)) changed.add(dirname(place));
    }
    for (const folder of changed) await syncToDisk(folder);
    if (changed.size > 0) await syncToDisk(folders.waiting);
  };

  /** Out of its place first, all at once: what dies in the middle leaves no half of it there. */
  const remove = async (name: string): Promise<void> => {
    const leaving = join(own.path, randomUUID());
    for (const place of [folders.waitingPlace(name), folders.keptPlace(name)]) {
      if (!(await renamed(place, leaving))) continue;
      await syncToDisk(dirname(place));
      await rm(leaving, { recursive: true });
    }
  };

  const unkept = async (before: number, most: number): Promise<readonly Blob[]> => {
    const names = (await readdir(folders.waiting)).filter(isName);
    const blobs: Blob[] = [];
    for (let at = 0; at < names.length; at += TOGETHER) {
      const some = await Promise.all(names.slice(at, at + TOGETHER).map(waiting));
      blobs.push(...some.flat().filter((blob) => blob.at < before));
    }
    return blobs.sort((one, other) => one.at - other.at).slice(0, most);
  };

  return {
    put: (name, content, note) =>
      run(() =>
        orUnavailable(async () => {
          refuseNoName(name);
          return takeWhole(untilEnd(content), await diskIntake(intake, name, note));
        }),
      ),
    find: (name) =>
      isName(name) ? onDiskOnly(() => found(name)) : run(() => Promise.resolve(right(none))),
    read: reading.read,
    keep: (names) => onDiskOnly(() => keep(names.filter(isName))),
    remove: (names) =>
      onDiskOnly(async () => {
        for (const name of names.filter(isName)) await remove(name);
      }),
    unkept: (before, most) => onDiskOnly(() => unkept(before, most)),
    health: () => onDiskOnly(() => access(folders.waiting, constants.R_OK | constants.W_OK)),
    close: async () => {
      await end();
      await reading.close();
      own.remove();
    },
  };
};
