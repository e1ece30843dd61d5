import { right } from 'fp-ts/lib/Either.js';
import { fromNullable } from 'fp-ts/lib/Option.js';
import type { Blob, BlobStore } from '../../../application/ports/blob-store.js';
import { noSuchFile, refuseNoName, takenName } from './names.js';
import { takeWhole } from './take-whole.js';
import { underWay } from './under-way.js';

interface Held {
  readonly blob: Blob;
  readonly bytes: Buffer;
}

/** Bytes that are given at a time. */
const PART = 64 * 1024;

/** What stores of memory share, as several nodes do a disk. */
export type HeldBlobs = Map<string, Held>;

/** For one process, and as long as it runs: whole files in memory, as nothing else has them. */
export const memoryBlobStore = (held: HeldBlobs = new Map()): BlobStore => {
  const { run, untilEnd, refuseEnded, end } = underWay();

  const refuseTaken = (name: string): void => {
    if (held.has(name)) throw takenName();
  };

  async function* read(
    name: string,
    first: number,
    last: number,
  ): AsyncGenerator<Uint8Array, void> {
    const { bytes } = held.get(name) ?? {};
    if (bytes === undefined) throw noSuchFile();
    const whole = bytes.subarray(first, last + 1);
    for (let at = 0; at < whole.length; at += PART) {
      refuseEnded();
      await Promise.resolve();
      yield Uint8Array.from(whole.subarray(at, at + PART));
    }
  }

  return {
    put: (name, content, note) =>
      run(async () => {
        refuseNoName(name);
        refuseTaken(name);
        const parts: Uint8Array[] = [];
        const stored = await takeWhole(untilEnd(content), {
          take: (bytes) => {
            parts.push(Uint8Array.from(bytes));
            return Promise.resolve();
          },
          finish: (whole) => {
            refuseTaken(name);
            const blob: Blob = { ...note, ...whole, name, isKept: false };
            held.set(name, { blob, bytes: Buffer.concat(parts) });
            return Promise.resolve(blob);
          },
          discard: () => Promise.resolve(),
        });
        return right(stored);
      }),
    find: (name) => run(() => Promise.resolve(right(fromNullable(held.get(name)?.blob)))),
    read,
    keep: (names) =>
      run(() => {
        for (const name of names) {
          const one = held.get(name);
          if (one !== undefined) held.set(name, { ...one, blob: { ...one.blob, isKept: true } });
        }
        return Promise.resolve(right(undefined));
      }),
    remove: (names) =>
      run(() => {
        for (const name of names) held.delete(name);
        return Promise.resolve(right(undefined));
      }),
    unkept: (before, most) =>
      run(() => {
        const blobs = [...held.values()].map(({ blob }) => blob);
        const old = blobs.filter(({ isKept, at }) => !isKept && at < before);
        return Promise.resolve(right(old.sort((one, other) => one.at - other.at).slice(0, most)));
      }),
    health: () => run(() => Promise.resolve(right(undefined))),
    close: end,
  };
};
