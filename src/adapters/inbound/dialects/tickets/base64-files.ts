import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { IncomingFile } from '../../../../application/files/store-file.js';

/** A file as it comes in an event. */
export interface Base64File {
  readonly name: string;
  readonly data: string;
}

/** It has characters that base64 has not, or too few of them. */
export class NotBase64 extends Error {
  constructor(readonly index: number) {
    super('it is not base64');
  }
}

/** Characters that are decoded at a time: four of them are three bytes. */
const STEP = 64 * 1024;

/** Characters that are hashed at a time: some two milliseconds' worth. */
const DIGEST_STEP = 1024 * 1024;

const PADDING = /={0,2}$/;

/** Bytes that so much base64 stands for. */
export const sizeOf = ({ data }: Base64File): number =>
  Math.floor((data.length * 3) / 4) - (PADDING.exec(data.slice(-2))?.[0].length ?? 0);

async function* decoded(file: Base64File, index: number): AsyncGenerator<Uint8Array, void> {
  const { data } = file;
  if (data.length % 4 !== 0) throw new NotBase64(index);
  let left = sizeOf(file);
  for (let at = 0; at < data.length; at += STEP) {
    const bytes = Buffer.from(data.slice(at, at + STEP), 'base64');
    // What is none of its characters is passed over in silence, and missed at the end.
    if (bytes.length !== Math.min(left, (STEP * 3) / 4)) throw new NotBase64(index);
    left -= bytes.length;
    // Others have their turn before it is hashed and stored, also where the store keeps nobody waiting.
    await setImmediate();
    yield bytes;
  }
}

export async function* incomingFiles(
  files: readonly Base64File[],
): AsyncGenerator<IncomingFile, void> {
  for (const [index, file] of files.entries()) {
    await Promise.resolve();
    yield { name: file.name, content: decoded(file, index) };
  }
}

/** The same for the same files, and much shorter. Of large ones it takes a part a turn. */
export const digestOf = async (files: readonly Base64File[]): Promise<string> => {
  const hash = createHash('sha256');
  for (const { name, data } of files) {
    hash.update(JSON.stringify([name, data.length]));
    for (let at = 0; at < data.length; at += DIGEST_STEP) {
      if (at > 0) await setImmediate();
      hash.update(data.slice(at, at + DIGEST_STEP));
    }
  }
  return hash.digest('base64');
};
