import { type Either, left } from 'fp-ts/lib/Either.js';
import { type Unavailable, unavailable } from '../../../../domain/failure.js';

/** The answer, or `Unavailable` where there is none after so many milliseconds; the work itself goes on. */
export const answerWithin = <A>(
  milliseconds: number,
  answer: Promise<Either<Unavailable, A>>,
  onLate: () => void,
): Promise<Either<Unavailable, A>> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      onLate();
      resolve(left(unavailable));
    }, milliseconds);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
