import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { expectRight } from './expect-either.js';

/** Runs it, and gives the Right that it must end in. */
export const answer = async <E, A>(task: TaskEither<E, A>): Promise<A> => expectRight(await task());
