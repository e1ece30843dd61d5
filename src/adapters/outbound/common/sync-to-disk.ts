import { open } from 'node:fs/promises';

/** What a file, or a folder, holds is there after a power cut, too. */
export const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
