import { createHash } from 'node:crypto';
import type { Blob } from '../../../application/ports/blob-store.js';

/** What is known of a file once all of it has come. */
export type Whole = Pick<Blob, 'size' | 'digest'>;

/** Where the bytes of one file go. */
export interface Intake {
  /** The bytes are the giver's again when it answers. */
  take(bytes: Uint8Array): Promise<void>;
  /** From now on it is there, for good. */
  finish(whole: Whole): Promise<Blob>;
  /** Nothing of it is left, as far as that can be; never throws. */
  discard(): Promise<void>;
}

/**
 * Takes a file in, one part after the other, or nothing of it.
 * @throws what `content` or the intake throws
 */
export const takeWhole = async (
  content: AsyncIterable<Uint8Array>,
  { take, finish, discard }: Intake,
): Promise<Blob> => {
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const bytes of content) {
      hash.update(bytes);
      size += bytes.length;
      await take(bytes);
    }
    return await finish({ size, digest: hash.digest('hex') });
  } catch (error) {
    await discard();
    throw error;
  }
};
