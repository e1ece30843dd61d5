import { setTimeout as delay } from 'node:timers/promises';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { Logger } from '../../../../application/ports/logger.js';
import { type Unavailable, unavailable } from '../../../../domain/failure.js';
import { failureLog } from '../failure-log.js';
import { faultOf, isMongoFailure, isPermanent, kindOf } from './mongo-errors.js';

/** Milliseconds. */
const FIRST_PAUSE = 25;
const LONGEST_PAUSE = 200;

/** What may be there a moment later; nothing is wrong yet. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

export interface Persistence {
  /**
   * Tries again while that may help, over a change of primary for one, and answers `Unavailable` past the
   * patience: so the work must be fit to be done twice, or look at what it did before.
   */
  persist<A>(work: () => Promise<A>): Promise<Either<Unavailable, A>>;
  /** The same, tried once. */
  once<A>(work: () => Promise<A>): Promise<Either<Unavailable, A>>;
}

/** @param patience in milliseconds, from the first try to the last */
export const persistence = (logger: Logger, patience: number): Persistence => {
  const gaveUp = failureLog((fields) => logger.error('MongoDB failed', fields));
  const goesOn = failureLog((fields) => logger.warn('MongoDB failed, and is tried again', fields));

  const attempt = async <A>(
    work: () => Promise<A>,
    giveUpAt: number,
  ): Promise<Either<Unavailable, A>> => {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        return right(await work());
      } catch (error) {
        if (!isMongoFailure(error) && !(error instanceof NotYet)) throw error;
        if (isPermanent(error) || performance.now() + pause > giveUpAt) {
          gaveUp(kindOf(error), { error: faultOf(error) });
          return left(unavailable);
        }
        goesOn(kindOf(error), { error: faultOf(error) });
        await delay(pause);
      }
    }
  };
  return {
    persist: (work) => attempt(work, performance.now() + patience),
    once: (work) => attempt(work, 0),
  };
};
