import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';

export interface ImportSource {
  /** For people. */
  readonly name: string;
  /** Whether it can be read from its beginning a second time. */
  readonly isRereadable: boolean;
  /** Its bytes; fails with an AbortError by the signal. */
  read(signal: AbortSignal): AsyncIterable<Buffer>;
}

const standardInput: ImportSource = {
  name: 'standard input',
  isRereadable: false,
  read: (signal) => addAbortSignal(signal, process.stdin),
};

/** @throws Error when there is no such file */
export const importSource = async (path: string): Promise<ImportSource> => {
  if (path === '-') return standardInput;
  const found = await stat(path);
  if (found.isDirectory()) throw new Error(`${path} is a folder`);
  return {
    name: path,
    isRereadable: found.isFile(),
    read: (signal) => createReadStream(path, { signal }),
  };
};
