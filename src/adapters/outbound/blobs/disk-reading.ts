import type { FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type DiskFaults, isMissing } from './disk-faults.js';
import { BYTES, type DiskFolders } from './disk-folders.js';
import { noSuchFile, refuseNoName } from './names.js';

/** Bytes that are read at a time. */
const PART = 64 * 1024;

export interface DiskReadingDeps extends Pick<DiskFaults, 'onDisk'> {
  readonly folders: DiskFolders;
  /** As `open` of Node's. */
  readonly openFile: typeof open;
  /** Throws once nothing is read any more. */
  readonly refuseEnded: () => void;
}

/** Reads the bytes of files that are on the disk. */
export interface DiskReading {
  /** As of a store of files. */
  read(name: string, first: number, last: number): AsyncIterable<Uint8Array>;
  /** Lets go of what is open, for those who have stopped reading and may never go on. */
  close(): Promise<void>;
}

const openBytes = async (
  { folders, openFile }: DiskReadingDeps,
  name: string,
): Promise<FileHandle | null> => {
  // In the order in which it goes from the one place to the other.
  for (const place of [folders.waitingPlace(name), folders.keptPlace(name)]) {
    try {
      return await openFile(join(place, BYTES), 'r');
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return null;
};

export const diskReading = (deps: DiskReadingDeps): DiskReading => {
  const { onDisk, refuseEnded } = deps;
  const handles = new Set<FileHandle>();

  const letGo = async (handle: FileHandle): Promise<void> => {
    handles.delete(handle);
    await handle.close();
  };

  async function* read(
    name: string,
    first: number,
    last: number,
  ): AsyncGenerator<Uint8Array, void> {
    refuseEnded();
    refuseNoName(name);
    const handle = await onDisk(() => openBytes(deps, name));
    if (handle === null) throw noSuchFile();
    handles.add(handle);
    try {
      for (let at = first; at <= last;) {
        refuseEnded();
        const part = Buffer.allocUnsafe(Math.min(PART, last - at + 1));
        const { bytesRead } = await onDisk(() => handle.read(part, 0, part.length, at));
        if (bytesRead === 0) return;
        at += bytesRead;
        yield part.subarray(0, bytesRead);
      }
    } finally {
      await letGo(handle);
    }
  }

  return {
    read,
    close: async () => {
      await Promise.all([...handles].map(letGo));
    },
  };
};
