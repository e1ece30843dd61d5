import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { type Attachment, MAX_FILE, originalName } from '../../domain/attachment.js';
import type { Conversation } from '../../domain/conversation.js';
import {
  type FileTooLarge,
  type InfectedFile,
  invalid,
  type Unavailable,
  unavailable,
  type UnsupportedFile,
  type ValidationFailed,
} from '../../domain/failure.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import type { FileScanner, Scan } from '../ports/file-scanner.js';
import type { FileType, FileTypes } from '../ports/file-types.js';
import type { IdGenerator } from '../ports/id-generator.js';
import type { Logger } from '../ports/logger.js';
import { beginningOf } from './beginning.js';
import { namedType } from './named-type.js';

/** A file as its sender sends it. */
export interface IncomingFile {
  /** As he calls it. */
  readonly name: string;
  /** Read once, as fast as it can be stored; to stop reading lets go of it. */
  readonly content: AsyncIterable<Uint8Array>;
}

export interface StoreFileDeps {
  readonly blobs: BlobStore;
  readonly fileTypes: FileTypes;
  readonly scanner: FileScanner;
  /** Whether files are refused that the scanner has not seen. */
  readonly mustScan: boolean;
  /** MIME types that are let in; one that ends in `/*` stands for all of its kind. */
  readonly allowedTypes: readonly string[];
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly logger: Logger;
}

export type StoreFileFailure =
  ValidationFailed | FileTooLarge | UnsupportedFile | InfectedFile | Unavailable;

/** Why no more of a file is stored. */
class Refused extends Error {
  constructor(readonly failure: StoreFileFailure) {
    super(failure.kind);
  }
}

const isAllowed = (allowed: readonly string[], { mime }: FileType): boolean =>
  allowed.some((one) => (one.endsWith('/*') ? mime.startsWith(one.slice(0, -1)) : one === mime));

/** Two ids together: more than anybody could guess, whatever part of them is time. */
const unguessable = (ids: IdGenerator): string => `${ids.next()}${ids.next()}`.replaceAll('-', '');

/** What may be stored of it, as it comes; throws {@link Refused} where nothing may. */
async function* checked(
  content: AsyncIterable<Uint8Array>,
  file: string,
  scan: Scan,
  { mustScan, logger }: StoreFileDeps,
): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  for await (const bytes of content) {
    size += bytes.length;
    if (size > MAX_FILE) throw new Refused({ kind: 'FileTooLarge', file, most: MAX_FILE });
    await scan.take(bytes);
    yield bytes;
  }
  const verdict = await scan.verdict();
  switch (verdict.kind) {
    case 'clean':
      return;
    case 'infected':
      logger.warn('an infected file was refused', { threat: verdict.threat });
      throw new Refused({ kind: 'InfectedFile', file, threat: verdict.threat });
    case 'unavailable':
      if (mustScan) throw new Refused(unavailable);
  }
}

/** Stores a file for a message that is to come in the conversation: whole, of a kind that is let in, and scanned; or not at all. */
export const storeFile = async (
  deps: StoreFileDeps,
  { id: conversationId, lastSeq: afterSeq }: Conversation,
  { name: typed, content }: IncomingFile,
): Promise<Either<StoreFileFailure, Attachment>> => {
  const { blobs, fileTypes, scanner, allowedTypes, ids, clock } = deps;
  const file = originalName(typed);
  const { beginning, whole, abandon } = await beginningOf(content, fileTypes.needed);
  if (beginning.length === 0) return left(invalid('attachments', `${file} is empty`));
  const found = await fileTypes.of(beginning);
  if (found === null || !isAllowed(allowedTypes, found)) {
    await abandon();
    return left({ kind: 'UnsupportedFile', file });
  }
  const type = namedType(found, file);
  const scan = scanner.begin();
  const name = `${unguessable(ids)}.${type.extension}`;
  const note = { conversationId, afterSeq, originalName: file, type: type.mime, at: clock.now() };
  try {
    const stored = await blobs.put(name, checked(whole, file, scan, deps), note)();
    if (isLeft(stored)) return stored;
    const { size, digest, at } = stored.right;
    return right({ name, originalName: file, type: type.mime, size, digest, at });
  } catch (error) {
    if (error instanceof Refused) return left(error.failure);
    throw error;
  } finally {
    scan.abandon();
    await abandon();
  }
};
