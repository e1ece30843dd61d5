import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { cannotBeOpened } from './data-dir.js';
import { DATABASE_FILE } from './stores.js';

/** Why nobody may serve a data folder by its lock, and what to do. */
export interface LinkedElsewhere {
  readonly why: string;
  readonly advice: string;
}

const statOf = (file: string): Stats | undefined => {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw cannotBeOpened(file, error);
  }
};

/**
 * Null where the folder may be served. By another link of the database, in another folder, a server would be on it beside
 * this one.
 * @throws Error when the folder cannot be read
 */
export const linkedElsewhere = (dataDir: string): LinkedElsewhere | null => {
  const file = join(dataDir, DATABASE_FILE);
  const found = statOf(file);
  const hasOtherName = found?.isFile() === true && found.nlink > 1;
  if (found === undefined || (!found.isSymbolicLink() && !hasOtherName)) return null;
  return {
    why: `${file} is a link, or another name of it is elsewhere: a server there would not be kept from it`,
    advice: found.isSymbolicLink()
      ? 'Move the database itself there, or let DATA_DIR be the folder that it is in.'
      : 'Make a copy of its bytes (`switchboard backup`), and serve that.',
  };
};
