import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isNone } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { noFile, type NotFound, type Unavailable } from '../../domain/failure.js';
import { isCarried } from '../files/carried.js';
import type { Blob, BlobStore } from '../ports/blob-store.js';
import type { ConversationLog } from '../ports/conversation-log.js';

export interface FetchedFile extends Pick<
  Blob,
  'name' | 'type' | 'originalName' | 'size' | 'digest'
> {
  /** The bytes from one place to another, both included; throws where they cannot be read. */
  read(first: number, last: number): AsyncIterable<Uint8Array>;
}

/** A file that came with a message, for whoever knows its name. */
export type FetchFile = (name: string) => TaskEither<NotFound | Unavailable, FetchedFile>;

export interface FetchFileDeps {
  readonly blobs: BlobStore;
  readonly log: ConversationLog;
}

export const fetchFile =
  ({ blobs, log }: FetchFileDeps): FetchFile =>
  (name) =>
  async () => {
    const found = await blobs.find(name)();
    if (isLeft(found)) return found;
    if (isNone(found.right)) return left(noFile);
    const blob = found.right.value;
    if (!blob.isKept) {
      // Its message may be stored and not told to the store of files yet.
      const carried = await isCarried(log, blob);
      if (isLeft(carried)) return carried;
      if (!carried.right) return left(noFile);
      await blobs.keep([name])();
    }
    const { type, originalName, size, digest } = blob;
    const read = (first: number, last: number) => blobs.read(name, first, last);
    return right({ name, type, originalName, size, digest, read });
  };
