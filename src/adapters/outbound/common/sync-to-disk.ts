import { open } from 'node:fs/promises';

/** What a file holds, or was made, renamed or removed in a folder, is so after a power cut, too. */
export const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
