import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { Unavailable } from '../../../../domain/failure.js';
import type { MongoDatabase } from './mongo-database.js';
import { faultOf } from '../../common/mongodb/mongo-errors.js';
import { type Applied, appliedIn, forget, moveSamples, someWaiting } from './move-samples.js';
import { sharedWork } from './shared-work.js';

/** Conversations whose samples are counted together. */
const MOST = 300;

export interface TallyCounter {
  /** Counts all that waits, whoever left it. */
  countAll(): Promise<Either<Unavailable, void>>;
  /** Has what one conversation has waiting counted some time, together with others'; what fails now is counted by the next who reads. */
  soon(id: string): void;
}

/** Milliseconds: several times as long as anybody may take to count what he has read. */
export const KEPT_FOR = 120_000;

/**
 * Counts in the background, and for who reads.
 * @param keptFor how long at least a tally knows what it has been added; what those leave it knowing who end, the next who reads has
 * it forget in his time
 */
export const tallyCounter = (database: MongoDatabase, keptFor = KEPT_FOR): TallyCounter => {
  const { logger, persist, track } = database;
  /** What has left its conversation, in order. */
  const kept: (Applied & { readonly until: number })[] = [];
  const keep = (moved: readonly Applied[]): void => {
    const until = performance.now() + keptFor;
    for (const one of moved) kept.push({ ...one, until });
  };

  const count = sharedWork<string, Either<Unavailable, void>>({
    workers: 1,
    share: (waiting) => Math.min(waiting.length, MOST),
    work: async (asked) => {
      const ids = new Set(asked.map(({ question }) => question));
      const done = await persist(async () => {
        const moved = await moveSamples(database, [...ids]);
        keep(moved);
        const now = performance.now();
        const later = kept.findIndex(({ until }) => until > now);
        await forget(database, kept.splice(0, later === -1 ? kept.length : later));
      })();
      for (const { answer } of asked) answer(done);
    },
  });

  const waiting = persist(() => someWaiting(database, MOST));
  const inheritance = persist(() => appliedIn(database));
  let hasInherited = false;

  return {
    countAll: async () => {
      // Whatever a tally knows now has left its conversation as soon as nothing waits.
      const inherited = hasInherited ? right([]) : await inheritance();
      if (isLeft(inherited)) return inherited;
      for (;;) {
        const found = await waiting();
        if (isLeft(found)) return found;
        const failed = (await Promise.all(found.right.map(count))).find(isLeft);
        if (failed !== undefined) return failed;
        if (found.right.length === MOST) continue;
        if (!hasInherited) keep(inherited.right);
        hasInherited = true;
        return right(undefined);
      }
    },
    soon: (id) => {
      track(count(id)).catch((defect: unknown) => {
        logger.error('counting for statistics failed', { error: faultOf(defect) });
      });
    },
  };
};
