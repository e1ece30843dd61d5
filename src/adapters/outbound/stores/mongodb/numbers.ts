import { type Either, map } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../../../../domain/failure.js';
import type { MongoDatabase } from './mongo-database.js';
import { everybody, sharedWork } from './shared-work.js';

type Given = Either<Unavailable, number>;

/**
 * The next number of a counter. Those who ask while one count is under way share the next: however many ask, it is one
 * change of one document, and every number is greater than all that were given anywhere before it was asked for.
 */
export const numbers = ({
  counters,
  persist,
  inTime,
}: MongoDatabase): ((counter: string) => TaskEither<Unavailable, number>) => {
  /** A count whose answer is lost leaves its numbers out. */
  const count = async (counter: string, by: number): Promise<number> => {
    const counted = await counters.findOneAndUpdate(
      { _id: counter },
      { $inc: { value: by } },
      { upsert: true, returnDocument: 'after' },
    );
    if (counted === null) throw new Error(`nothing counts ${counter}`);
    return counted.value;
  };

  const asking = (counter: string): ((question: null) => Promise<Given>) =>
    sharedWork<null, Given>({
      workers: 1,
      share: everybody,
      work: async (asked) => {
        const counted = await persist(() => count(counter, asked.length))();
        asked.forEach(({ answer }, index) => {
          answer(map((last: number) => last - asked.length + index + 1)(counted));
        });
      },
    });

  const byCounter = new Map<string, ReturnType<typeof asking>>();
  return (counter) => () => {
    const ask = byCounter.get(counter) ?? asking(counter);
    byCounter.set(counter, ask);
    return inTime(ask(null));
  };
};
