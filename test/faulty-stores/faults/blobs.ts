import { right } from 'fp-ts/lib/Either.js';
import { map, none } from 'fp-ts/lib/Option.js';
import { right as taskRight } from 'fp-ts/lib/TaskEither.js';
import {
  type HeldBlobs,
  memoryBlobStore,
} from '../../../src/adapters/outbound/blobs/memory-blob-store.js';
import { type Blob, BLOB_NAME } from '../../../src/application/ports/blob-store.js';
import { blobOf, gathered, inParts, note } from '../../support/blobs.js';
import { changed, type Fault, type Faults, later } from '../fault.js';

/** Every time that it is told of one. */
const told = (change: (blob: Blob) => Blob): Fault => {
  const fault: Fault = ({ blobs }) => ({
    blobs: { find: (name) => changed(blobs.find(name), map(change)) },
  });
  return fault;
};

const ranged = (move: (first: number, last: number) => readonly [number, number]): Fault => {
  const fault: Fault = ({ blobs }) => ({
    blobs: { read: (name, first, last) => blobs.read(name, ...move(first, last)) },
  });
  return fault;
};

const listed = (change: (blobs: readonly Blob[]) => readonly Blob[]): Fault => {
  const fault: Fault = ({ blobs }) => ({
    blobs: { unkept: (before, most) => changed(blobs.unkept(before, most), change) },
  });
  return fault;
};

/** What is stored under a name before all of it has come. */
const halfStored = (held: HeldBlobs, name: string): void => {
  const bytes = Buffer.from('half');
  held.set(name, { blob: blobOf(name, bytes), bytes });
};

/** Of stores of files. */
export const BLOBS: Faults = {
  'nothing is found': () => ({ blobs: { find: () => taskRight(none) } }),
  'the size is told wrong': told((blob) => ({ ...blob, size: blob.size + 1 })),
  'the digest is of something else': told((blob) => ({
    ...blob,
    digest: blobOf('', new Uint8Array(1)).digest,
  })),
  'the original name is trimmed': told((blob) => ({
    ...blob,
    originalName: blob.originalName.trim(),
  })),
  'the time is lost': told((blob) => ({ ...blob, at: note().at })),
  'the type is lost': told((blob) => ({ ...blob, type: 'application/octet-stream' })),
  'nothing is ever kept': () => ({ blobs: { keep: () => taskRight(undefined) } }),
  'all is kept at once': told((blob) => ({ ...blob, isKept: true })),
  'keep keeps the first of them alone': ({ blobs }) => ({
    blobs: { keep: (names) => blobs.keep(names.slice(0, 1)) },
  }),
  'nothing is removed': () => ({ blobs: { remove: () => taskRight(undefined) } }),
  'what is kept is not removed': ({ blobs, held }) => ({
    blobs: {
      remove: (names) => blobs.remove(names.filter((name) => held.get(name)?.blob.isKept !== true)),
    },
  }),
  'remove stops at what is not there': ({ blobs, held }) => ({
    blobs: {
      remove: (names) => {
        const missing = names.findIndex((name) => !held.has(name));
        return blobs.remove(missing < 0 ? names : names.slice(0, missing));
      },
    },
  }),
  'a file is there before all of it has come': ({ blobs, held }) => ({
    blobs: {
      put: (name, content, its) => async () => {
        if (!BLOB_NAME.test(name) || held.has(name)) return blobs.put(name, content, its)();
        const bytes = gathered(content);
        halfStored(held, name);
        const whole = await bytes;
        held.delete(name);
        return blobs.put(name, inParts(whole), its)();
      },
    },
  }),
  'what did not come whole stays': ({ blobs, held }) => ({
    blobs: {
      put: (name, content, its) => async () => {
        try {
          return await blobs.put(name, content, its)();
        } catch (error) {
          if (BLOB_NAME.test(name) && !held.has(name)) halfStored(held, name);
          throw error;
        }
      },
    },
  }),
  'what content throws is swallowed': ({ blobs }) => ({
    blobs: {
      put: (name, content, its) => async () => {
        const outcome = await blobs
          .put(name, content, its)()
          .catch(() => null);
        return outcome ?? right(blobOf(name, new Uint8Array(0)));
      },
    },
  }),
  'any name will do': ({ blobs }) => ({
    blobs: {
      put: (name, content, its) => blobs.put(BLOB_NAME.test(name) ? name : 'another', content, its),
    },
  }),
  'a name is had by who comes last': ({ blobs, held }) => ({
    blobs: {
      put: (name, content, its) => async () => {
        held.delete(name);
        return blobs.put(name, content, its)();
      },
    },
  }),
  'of two that want a name at once both are told that they have it': ({ held }) => ({
    blobs: {
      put: (name, content, its) => async () => {
        const own: HeldBlobs = new Map(held);
        const outcome = await memoryBlobStore(own).put(name, content, its)();
        const one = own.get(name);
        if (one !== undefined) held.set(name, one);
        return outcome;
      },
    },
  }),
  'parts are taken that their giver spoils': ({ blobs }) => ({
    blobs: {
      put: (name, content, its) => async () => {
        const parts: Uint8Array[] = [];
        for await (const part of content) parts.push(part);
        async function* all() {
          await Promise.resolve();
          yield* parts;
        }
        return blobs.put(name, all(), its)();
      },
    },
  }),
  'a range has no end': ranged((first) => [first, Number.MAX_SAFE_INTEGER]),
  'a range has no beginning': ranged((_first, last) => [0, last]),
  'the last byte of a range is left out': ranged((first, last) => [first, last - 1]),
  'a range begins one byte later': ranged((first, last) => [first + 1, last]),
  'a file is read all at once': ({ blobs }) => ({
    blobs: {
      read: async function* (...range) {
        yield await gathered(blobs.read(...range));
      },
    },
  }),
  'what is not there is read as nothing': ({ blobs, held }) => ({
    blobs: {
      read: (name, first, last) =>
        held.has(name) ? blobs.read(name, first, last) : inParts(new Uint8Array(0)),
    },
  }),
  'the newest of the unkept come first': listed((all) => all.toReversed()),
  'one of the unkept is missing': listed((all) => all.slice(1)),
  'unkept gives those of that time too': ({ blobs }) => ({
    blobs: { unkept: (before, most) => blobs.unkept(before + 1, most) },
  }),
  'unkept gives one more': ({ blobs }) => ({
    blobs: { unkept: (before, most) => blobs.unkept(before, most + 1) },
  }),
  'unkept gives those that are kept': ({ blobs, held }) => ({
    blobs: {
      unkept: (before, most) =>
        changed(blobs.unkept(before, most), (all) => [
          ...all,
          ...[...held.values()].flatMap(({ blob }) => (blob.isKept ? [blob] : [])),
        ]),
    },
  }),
  'it is well when it is closed': () => ({ blobs: { health: () => taskRight(undefined) } }),
  'what was asked for is not waited for when it closes': ({ blobs }) => ({
    blobs: {
      keep: (names) => later(blobs.keep(names), 5),
    },
  }),
};

/** Where a mistake is found by waiting in vain. */
export const SILENT_BLOBS: Faults = {
  'who is silent holds up its end': ({ blobs }) => {
    const storing = new Set<Promise<unknown>>();
    return {
      blobs: {
        put: (name, content, its) => () => {
          const parts = gathered(content);
          storing.add(parts.catch(() => undefined));
          return parts.then((whole) => blobs.put(name, inParts(whole), its)());
        },
        close: async () => {
          await Promise.all(storing);
          await blobs.close();
        },
      },
    };
  },
};

/** Over restarts. */
export const BLOBS_RESTARTS: Faults = {
  'nothing is there after a restart': () => ({ blobs: memoryBlobStore() }),
  'nothing is kept any more after a restart': ({ held, blobs }) => ({
    blobs: {
      close: async () => {
        await blobs.close();
        for (const [name, one] of held) {
          held.set(name, { ...one, blob: { ...one.blob, isKept: false } });
        }
      },
    },
  }),
  'what was removed is there again after a restart': ({ held, blobs }) => {
    const removed: HeldBlobs = new Map();
    return {
      blobs: {
        remove: (names) => {
          for (const name of names) {
            const one = held.get(name);
            if (one !== undefined) removed.set(name, one);
          }
          return blobs.remove(names);
        },
        close: async () => {
          await blobs.close();
          for (const [name, one] of removed) held.set(name, one);
        },
      },
    };
  },
  'what was coming is there in part after a restart': ({ held, blobs }) => {
    const coming = new Set<string>();
    return {
      blobs: {
        put: (name, content, its) => {
          coming.add(name);
          return blobs.put(name, content, its);
        },
        close: async () => {
          await blobs.close();
          for (const name of coming) if (!held.has(name)) halfStored(held, name);
        },
      },
    };
  },
  'a node has what it put for itself': ({ blobs }) => {
    const own = memoryBlobStore();
    return {
      blobs: {
        ...own,
        close: () => Promise.all([own.close(), blobs.close()]).then(() => undefined),
      },
    };
  },
};
