import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, type open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Blob, BlobNote } from '../../../application/ports/blob-store.js';
import { type DiskFaults, isMissing, isOccupied } from './disk-faults.js';
import { syncToDisk } from '../common/sync-to-disk.js';
import { BYTES, type DiskFolders, NOTE } from './disk-folders.js';
import { noteText } from './disk-note.js';
import { takenName } from './names.js';
import type { Intake } from './take-whole.js';

export interface DiskIntakeDeps extends Pick<DiskFaults, 'onDisk'> {
  readonly folders: DiskFolders;
  /** The process's own. */
  readonly own: string;
  /** As `open` of Node's. */
  readonly openFile: typeof open;
}

const isThere = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
};

const FOR_OWNER = 0o600;

/** Takes a file in, in a folder that becomes its place by one renaming, when all of it is on the disk. */
export const diskIntake = async (
  { folders, own, openFile, onDisk }: DiskIntakeDeps,
  name: string,
  note: BlobNote,
): Promise<Intake> => {
  const coming = join(own, randomUUID());
  const place = folders.waitingPlace(name);

  const refuseTaken = async (): Promise<void> => {
    if ((await isThere(place)) || (await isThere(folders.keptPlace(name)))) throw takenName();
  };

  const writeNote = async (text: string): Promise<void> => {
    const file = await openFile(join(coming, NOTE), 'wx', FOR_OWNER);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  };

  const move = async (): Promise<void> => {
    await refuseTaken();
    try {
      await rename(coming, place);
    } catch (error) {
      throw isOccupied(error) ? takenName() : error;
    }
    try {
      await syncToDisk(dirname(place));
    } catch (error) {
      // Nobody is told that it is there, and so it is not.
      await rename(place, coming);
      throw error;
    }
  };

  let bytes: FileHandle | undefined;
  const discard = async (): Promise<void> => {
    // What cannot be removed now is when the next process starts.
    await bytes?.close().catch(() => undefined);
    await rm(coming, { recursive: true, force: true }).catch(() => undefined);
  };

  await onDisk(async () => {
    await refuseTaken();
    await mkdir(coming, { mode: 0o700 });
    bytes = await openFile(join(coming, BYTES), 'wx', FOR_OWNER).catch(async (error: unknown) => {
      await discard();
      throw error;
    });
  });

  return {
    take: (part) => onDisk(async () => bytes?.appendFile(part)),
    finish: (whole) =>
      onDisk(async (): Promise<Blob> => {
        await bytes?.sync();
        await bytes?.close();
        const { conversationId, afterSeq, originalName, type, at } = note;
        const stored = { name, conversationId, afterSeq, originalName, type, at, ...whole };
        await writeNote(noteText(stored));
        await syncToDisk(coming);
        await move();
        return { ...stored, isKept: false };
      }),
    discard,
  };
};
