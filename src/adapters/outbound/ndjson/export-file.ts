import { randomBytes } from 'node:crypto';
import { link, open, realpath, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncToDisk } from '../common/sync-to-disk.js';
import { messageOf } from '../common/message-of.js';

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : null;

const existing = async (path: string): Promise<string | null> => {
  try {
    if ((await stat(path)).isFile()) return await realpath(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  throw new Error(`${path} is no file`);
};

const thereAlready = (path: string): Error =>
  new Error(`${path} is there already; --force writes over it`);

const cannotWrite =
  (path: string) =>
  (cause: unknown): never => {
    const why = messageOf(cause);
    throw new Error(`${path} cannot be written: ${why}`, { cause });
  };

/** A new name for a file, which must not be there. */
const moveToNew = async (from: string, to: string): Promise<void> => {
  try {
    // Unlike a rename, a link never takes the place of what is there.
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw thereAlready(to);
    // A file system without links.
    if ((await existing(to)) !== null) throw thereAlready(to);
    await rename(from, to);
    return;
  }
  await unlink(from);
};

/** A file that has its name only once it is whole. */
export interface ExportFile {
  write(text: string): Promise<void>;
  /** Gives it its name, when all of it is on the disk. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/**
 * Begins a file beside the place where it will stand, for its owner alone.
 * @throws Error that names it, where it is there already and may not be written over, or cannot be written
 */
export const createExportFile = async (path: string, mayReplace: boolean): Promise<ExportFile> => {
  if (path === '') throw new Error('A file without a name cannot be written');
  const before = await existing(path);
  if (before !== null && !mayReplace) throw thereAlready(path);
  const target = before ?? path;
  const part = `${target}.${randomBytes(4).toString('hex')}.part`;
  const handle = await open(part, 'wx', 0o600).catch(cannotWrite(path));
  return {
    write: (text) => handle.writeFile(text).catch(cannotWrite(path)),
    commit: async () => {
      await handle.sync().catch(cannotWrite(path));
      await handle.close();
      if (mayReplace) await rename(part, target);
      else await moveToNew(part, target);
      // So that the name lasts, too; not every file system has that, and the file itself is synced.
      await syncToDisk(dirname(target)).catch(() => undefined);
    },
    discard: async () => {
      await handle.close().catch(() => undefined);
      await rm(part, { force: true });
    },
  };
};
