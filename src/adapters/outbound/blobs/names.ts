import { BLOB_NAME } from '../../../application/ports/blob-store.js';

export const isName = (name: string): boolean => BLOB_NAME.test(name);

/** A name is worth as much as what it leads to, so that no error tells it. */
export const takenName = (): Error => new Error('a file of that name is stored already');

export const noSuchFile = (): Error => new Error('there is no such file');

/** @throws Error for what no file can be called */
export const refuseNoName = (name: string): void => {
  if (!isName(name)) throw new Error('no file can have such a name');
};
