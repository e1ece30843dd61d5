import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { cannotBeOpened } from './data-dir.js';
import { DATABASE_FILE } from './stores.js';

const isLink = (file: string): boolean => {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    return found !== undefined && (found.isSymbolicLink() || found.nlink > 1);
  } catch (error) {
    throw cannotBeOpened(file, error);
  }
};

/**
 * Why nobody may serve a data folder by its lock, and what to do; null where it may be. By another link of the database, in
 * another folder, a server would be on it beside this one.
 * @throws Error when the folder cannot be read
 */
export const linkedElsewhere = (
  dataDir: string,
): { readonly why: string; readonly advice: string } | null => {
  const file = join(dataDir, DATABASE_FILE);
  if (!isLink(file)) return null;
  return {
    why: `${file} is a link, or another name of it is elsewhere: a server there would not be kept from it`,
    advice:
      'Move the database itself there, or let DATA_DIR be the folder that it is in; of a copy by links make one of bytes.',
  };
};
