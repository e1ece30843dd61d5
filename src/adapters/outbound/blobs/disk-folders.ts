import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder is a file: its bytes, and the note of them. So one renaming moves both. */
export const BYTES = 'bytes';
export const NOTE = 'note.json';

/** Folders of files: those that wait for their message, and those that have it. */
export const WAITING = 'waiting';
export const KEPT = 'kept';

const SHELVES = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));

/** By a hash, since names that begin with a time begin alike. */
const shelfOf = (name: string): string =>
  createHash('sha256').update(name).digest('hex').slice(0, 2);

/** Where a file is, as what has become of it says. */
export interface DiskFolders {
  /** What is on its way, in or out: in a folder for each process. */
  readonly moving: string;
  /** Whole files that no message is known to carry. */
  readonly waiting: string;
  waitingPlace(name: string): string;
  keptPlace(name: string): string;
}

const make = (folder: string): string => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
};

const syncNow = (folder: string): void => {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
};

/** Makes what is missing of them, for their owner alone. */
export const diskFolders = (root: string): DiskFolders => {
  const waiting = make(join(root, WAITING));
  const moving = make(join(root, 'moving'));
  const kept = make(join(root, KEPT));
  for (const shelf of SHELVES) make(join(kept, shelf));
  for (const folder of [kept, root, dirname(root)]) syncNow(folder);
  return {
    moving,
    waiting,
    waitingPlace: (name) => join(waiting, name),
    keptPlace: (name) => join(kept, shelfOf(name), name),
  };
};
