import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import type { Logger } from '../../../application/ports/logger.js';

/** What anybody but the owner may do. */
const OTHERS = 0o077;

/** A file's mode as people write it. */
export const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');

/** The mode of what others may use in any way; null for all else, and for what is not there. */
export const wideMode = (path: string): number | null => {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & OTHERS) === 0 ? null : mode;
};

/** Makes an empty file for its owner alone, unless it is there; nothing is opened that is. */
export const makeOwnFile = (path: string): void => {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
};

/** Takes from others what they may do with something that was there before, and says so; or says that it could not. */
export const tighten = (path: string, logger: Logger): void => {
  const mode = wideMode(path);
  if (mode === null) return;
  const fields = { path, mode: octal(mode) };
  try {
    chmodSync(path, mode & 0o700);
    logger.warn('others could use what is for its owner alone now', fields);
  } catch (error) {
    logger.warn('others may use what ought to be for its owner alone', { ...fields, error });
  }
};
