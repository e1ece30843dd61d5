import { type Either, map } from 'fp-ts/lib/Either.js';
import type { Unavailable } from '../../../../domain/failure.js';
import type { MongoDatabase } from './mongo-database.js';
import { everybody, sharedWork } from './shared-work.js';

type Given = Either<Unavailable, number>;

/**
 * Those who ask while one count is under way share the next: however many ask, it is one change of one
 * document, and every number is greater than all that were given anywhere before it was asked for.
 */
export const numbers = (
  { counters, persist, inTime }: MongoDatabase,
  counter: string,
): (() => Promise<Given>) => {
  /** A count whose answer is lost leaves its numbers out. */
  const count = async (by: number): Promise<number> => {
    const counted = await counters.findOneAndUpdate(
      { _id: counter },
      { $inc: { value: by } },
      { upsert: true, returnDocument: 'after' },
    );
    if (counted === null) throw new Error(`nothing counts ${counter}`);
    return counted.value;
  };

  const ask = sharedWork<null, Given>({
    workers: 1,
    share: everybody,
    work: async (asked) => {
      const counted = await persist(() => count(asked.length))();
      asked.forEach(({ answer }, index) => {
        answer(map((last: number) => last - asked.length + index + 1)(counted));
      });
    },
  });
  return () => inTime(ask(null));
};
