import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId, Instant } from '../../domain/ids.js';

/** What is known of a file before it has come. */
export interface BlobNote {
  /** Of the message that is to carry it. */
  readonly conversationId: ConversationId;
  /** The last event of that conversation then: the message is later. */
  readonly afterSeq: number;
  readonly originalName: string;
  /** A MIME type. */
  readonly type: string;
  readonly at: Instant;
}

/** A file that is stored whole. */
export interface Blob extends BlobNote {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string;
  /** Whether a message is known to carry it. */
  readonly isKept: boolean;
}

/** What a blob may be called; anything else is found nowhere, and stored nowhere. */
export const BLOB_NAME = /^[A-Za-z0-9_-]{1,100}(\.[a-z0-9]{1,10})?$/;

/** Files, from the first byte to the last as a stream: none of them is ever in memory whole, save in a store of memory. */
export interface BlobStore {
  /**
   * Stores all that comes under a name that nothing is stored under, and is durable when it answers. Until then nothing is found under that name, nor
   * ever where it does not come whole: what `content` throws is thrown on, and what had come of it is gone. It asks for the next bytes when those
   * before are taken care of, and lets go of content that it has begun to read.
   * @throws Error for what is no name (`BLOB_NAME`), or is one already
   */
  put(
    name: string,
    content: AsyncIterable<Uint8Array>,
    note: BlobNote,
  ): TaskEither<Unavailable, Blob>;

  find(name: string): TaskEither<Unavailable, Option<Blob>>;

  /**
   * The bytes from one place to another, counted from 0 and both included, as far as there are any, and as fast as they are taken; who
   * takes no more of them leaves nothing open. Throws for what is not there, and where it cannot be read.
   */
  read(name: string, first: number, last: number): AsyncIterable<Uint8Array>;

  /** A message carries them: for good. Those that are kept already are so again, and those that are not there are passed over. */
  keep(names: readonly string[]): TaskEither<Unavailable, void>;

  /** Those that are not there are passed over. */
  remove(names: readonly string[]): TaskEither<Unavailable, void>;

  /** The oldest of those that no message is known to carry, and that came before that time. */
  unkept(before: Instant, most: number): TaskEither<Unavailable, readonly Blob[]>;

  /** Whether it answers just now. */
  health(): TaskEither<Unavailable, void>;

  /** Breaks off what is being stored, of which nothing is left, and waits for all else; from then on everything is `Unavailable`, and `read` throws. */
  close(): Promise<void>;
}
