import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { octal, wideMode } from '../adapters/outbound/common/owner-only.js';
import type { Logger } from '../application/ports/logger.js';
import { messageOf } from '../adapters/outbound/common/message-of.js';

/** An error in the words of all that concern what is kept in the data folder. */
export const cannotBeOpened = (path: string, cause: unknown): Error => {
  const why = messageOf(cause);
  return new Error(`${path} cannot be opened (see DATA_DIR): ${why}`, { cause });
};

/**
 * Whether there is such a file, or a link to one.
 * @throws Error that names it, where that may not be known, or something else is there
 */
export const isThere = (file: string): boolean => {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isFile() === false) throw new Error('it is no file');
    return found !== undefined;
  } catch (error) {
    throw cannotBeOpened(file, error);
  }
};

export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Step by step: Node's recursive way never ends where a folder is refused as if its parent were missing. */
const make = (folder: string): void => {
  const parent = dirname(folder);
  if (parent !== folder && !existsSync(parent)) make(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    if (isFolder(folder)) return;
    throw existsSync(folder)
      ? new Error('ENOTDIR: it is a file, and no folder', { cause: error })
      : error;
  }
};

/**
 * Makes the data folder, for its owner alone, unless it is there.
 * @throws Error that names it, when it cannot be made or is none
 */
export const makeDataDir = (dataDir: string): void => {
  try {
    if (!isFolder(dataDir)) make(resolve(dataDir));
  } catch (error) {
    throw cannotBeOpened(dataDir, error);
  }
};

/** One that was there may have more in it than ours: it is left as it is. */
export const warnOfWideDataDir = (dataDir: string, logger: Logger): void => {
  const mode = wideMode(dataDir);
  if (mode === null) return;
  const path = resolve(dataDir);
  logger.warn('DATA_DIR can be used by others: chmod 700 keeps them out', {
    path,
    mode: octal(mode),
  });
};
