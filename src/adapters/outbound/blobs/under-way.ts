import { type Either, left } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Unavailable, unavailable } from '../../../domain/failure.js';

/** What is under way in a store of files, until that is closed. */
export interface UnderWay {
  /** Work that `end` waits for. Nothing is begun after that. */
  run<A>(work: () => Promise<Either<Unavailable, A>>): TaskEither<Unavailable, A>;
  /** The same content, which stops the work that reads it when the end comes; whoever sends it may be silent by then. */
  untilEnd(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** @throws Error after the end */
  refuseEnded(): void;
  /** Stops what waits for content, and waits for all else. */
  end(): Promise<void>;
}

class Ended extends Error {
  override readonly name = 'Ended';

  constructor() {
    super('the store of files is closed');
  }
}

export const underWay = (): UnderWay => {
  const works = new Set<Promise<unknown>>();
  const waiting = new Set<() => void>();
  let hasEnded = false;

  const refuseEnded = (): void => {
    if (hasEnded) throw new Ended();
  };

  const orEnded = <A>(work: Promise<A>): Promise<A> =>
    new Promise((resolve, reject) => {
      const stop = (): void => reject(new Ended());
      waiting.add(stop);
      work.then(resolve, reject).finally(() => waiting.delete(stop));
    });

  async function* untilEnd(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    const parts = content[Symbol.asyncIterator]();
    let isOver = false;
    try {
      for (;;) {
        refuseEnded();
        const part = await orEnded(parts.next());
        isOver = part.done === true;
        if (part.done === true) return;
        yield part.value;
      }
    } finally {
      const release = isOver ? undefined : parts.return?.();
      // One that still waits for its sender answers when that one does.
      if (hasEnded) release?.catch(() => undefined);
      else await release;
    }
  }

  const tracked = async <A>(
    work: () => Promise<Either<Unavailable, A>>,
  ): Promise<Either<Unavailable, A>> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Ended) return left(unavailable);
      throw error;
    }
  };

  return {
    run: (work) => () => {
      if (hasEnded) return Promise.resolve(left(unavailable));
      const one = tracked(work);
      works.add(one);
      // Who asked for it hears of what it throws.
      one.catch(() => undefined).finally(() => works.delete(one));
      return one;
    },
    untilEnd,
    refuseEnded,
    end: async () => {
      hasEnded = true;
      for (const stop of waiting) stop();
      await Promise.allSettled(works);
    },
  };
};
