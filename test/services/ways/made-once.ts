import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { keeper } from '../keeper/keeper.js';

/**
 * Makes a file or a folder unless it is there, in a folder of its own, and only then puts it in its place, at
 * once: others may do so meanwhile.
 * @param make gives what it made in the folder; Left why it did not
 */
export const madeOnce = async (
  place: string,
  make: (folder: string) => Promise<E.Either<string, string>>,
): Promise<E.Either<string, string>> => {
  if (existsSync(place)) return E.right(place);
  const cache = dirname(place);
  await mkdir(cache, { recursive: true });
  const folder = await keeper().folder(cache, 'making-');
  try {
    const made = await make(folder);
    if (E.isLeft(made)) return made;
    await rename(made.right, place).catch((error: unknown) => {
      // A folder that is not empty is never replaced.
      if (!existsSync(place)) throw error;
    });
    return E.right(place);
  } finally {
    await keeper().removeFolder(folder);
  }
};
