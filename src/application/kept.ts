import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Instant } from '../domain/ids.js';
import type { Clock } from './ports/clock.js';

/** Milliseconds for which something that was read holds. */
const KEPT_FOR = 1_000;

/** Something that anybody may ask for as often as he likes, and that is dear: it is read once for all who ask within a second. */
export class Kept<F, T> {
  private last: { readonly since: Instant; readonly found: Promise<Either<F, T>> } | null = null;

  constructor(
    private readonly read: TaskEither<F, T>,
    private readonly clock: Clock,
  ) {}

  /** What failed is not kept. */
  readonly get: TaskEither<F, T> = () => {
    const since = this.clock.now();
    const age = since - (this.last?.since ?? since);
    if (this.last !== null && age >= 0 && age < KEPT_FOR) return this.last.found;
    const found = this.read();
    const kept = { since, found };
    this.last = kept;
    const drop = (): void => {
      if (this.last === kept) this.forget();
    };
    found.then((result) => isLeft(result) && drop(), drop);
    return found;
  };

  /** It has changed: whoever asks from now on sees it. */
  forget(): void {
    this.last = null;
  }
}
