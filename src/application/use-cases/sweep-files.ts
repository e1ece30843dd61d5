import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../../domain/failure.js';
import { isCarried } from '../files/carried.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import type { ConversationLog } from '../ports/conversation-log.js';

/** Milliseconds for which a file waits for its message. */
export const WAITS_FOR = 60 * 60 * 1_000;

/** Files that are looked at together. */
const TOGETHER = 100;

/** Removes the files whose messages have not come, and keeps those whose have. How many it has removed. */
export type SweepFiles = () => TaskEither<Unavailable, number>;

export interface SweepFilesDeps {
  readonly blobs: BlobStore;
  readonly log: ConversationLog;
  readonly clock: Clock;
}

export const sweepFiles =
  ({ blobs, log, clock }: SweepFilesDeps): SweepFiles =>
  () =>
  async () => {
    const before = clock.now() - WAITS_FOR;
    let removed = 0;
    for (;;) {
      const found = await blobs.unkept(before, TOGETHER)();
      if (isLeft(found)) return found;
      const fates = { kept: [] as string[], left: [] as string[] };
      for (const blob of found.right) {
        const carried = await isCarried(log, blob);
        if (isLeft(carried)) return carried;
        (carried.right ? fates.kept : fates.left).push(blob.name);
      }
      const kept = await blobs.keep(fates.kept)();
      if (isLeft(kept)) return kept;
      const gone = await blobs.remove(fates.left)();
      if (isLeft(gone)) return gone;
      removed += fates.left.length;
      if (found.right.length < TOGETHER) return right(removed);
    }
  };
