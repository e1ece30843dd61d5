import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { Guest } from '../../../../domain/actor.js';

interface Turn {
  /** Who took it, or the first of those ahead of it. */
  readonly from: string;
  /** Who he is after it. */
  readonly after: Promise<Guest>;
}

/** What makes a guest of one connection another: one at a time, each as who he is after those ahead of it. */
export class GuestTurns {
  private readonly last = new WeakMap<object, Turn>();

  take<F, A extends { readonly guest: Guest | null }>(
    connection: object,
    guest: Guest,
    turn: (guest: Guest) => Promise<Either<F, A>>,
  ): Promise<Either<F, A>> {
    const last = this.last.get(connection);
    const ahead = last?.from === guest.id ? last.after : Promise.resolve(guest);
    const outcome = ahead.then(turn);
    const after = outcome.then(
      (taken) => (isLeft(taken) ? ahead : (taken.right.guest ?? ahead)),
      () => ahead,
    );
    this.last.set(connection, { from: guest.id, after });
    return outcome;
  }
}
