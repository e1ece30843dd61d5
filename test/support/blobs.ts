import { createHash } from 'node:crypto';
import type { Blob, BlobNote, BlobStore } from '../../src/application/ports/blob-store.js';
import { toConversationId } from '../../src/domain/ids.js';

export const note = (wish: Partial<BlobNote> = {}): BlobNote => ({
  conversationId: toConversationId('00000000-0000-7000-8000-000000000001'),
  afterSeq: 7,
  originalName: 'Screenshot 1.png',
  type: 'image/png',
  at: Date.UTC(2026, 0, 1),
  ...wish,
});

/** As many bytes, of which neighbours differ, and those that are 251 apart are the same. */
export const bytesOf = (size: number, from = 0): Uint8Array => {
  const bytes = new Uint8Array(size);
  // By a loop: megabytes are made in some tests, and `from` calls a function for each of them.
  for (let at = 0; at < size; at += 1) bytes[at] = (at + from) % 251;
  return bytes;
};

/** In parts of so many bytes, each of which its giver spoils when the next is asked for. */
export async function* inParts(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    const part = new Uint8Array(bytes.subarray(at, at + size));
    await Promise.resolve();
    yield part;
    part.fill(255);
  }
}

/** What is known of them once they are stored. */
export const blobOf = (name: string, bytes: Uint8Array, wish: Partial<Blob> = {}): Blob => ({
  ...note(),
  name,
  size: bytes.length,
  digest: createHash('sha256').update(bytes).digest('hex'),
  isKept: false,
  ...wish,
});

export const gathered = async (parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return new Uint8Array(Buffer.concat(all));
};

/** All of it, or a failed test. */
export const wholeOf = (store: BlobStore, name: string): Promise<Uint8Array> =>
  gathered(store.read(name, 0, Number.MAX_SAFE_INTEGER));

/** Content of which the sender is slow: it begins, and goes on when it is told to. */
export interface SlowContent {
  readonly content: AsyncIterable<Uint8Array>;
  /** Resolves when all has been asked for that it has without being told. */
  readonly begun: Promise<void>;
  /** The rest, and no more. */
  end(rest: Uint8Array): void;
  fail(error: unknown): void;
}

export const slowContent = (beginning: Uint8Array): SlowContent => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
  const { promise: rest, resolve: end, reject: fail } = Promise.withResolvers<Uint8Array>();
  // Nobody may ever ask for it.
  rest.catch(() => undefined);
  async function* content(): AsyncGenerator<Uint8Array> {
    yield* inParts(beginning);
    begin(undefined);
    yield await rest;
  }
  return { content: content(), begun: begun.then(() => undefined), end, fail };
};
