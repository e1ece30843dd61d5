import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { RateLimited } from '../../domain/failure.js';

/**
 * What is counted, each with a limit of its own (design, section 8): the messages of an actor, how often he
 * says that he is there or not, the handshakes of
 * an address and what it opens as a stranger, the codes that were tried from an address and are none, and the tickets
 * that were asked for from one, without an account, and are none of whom it named.
 */
export type Budget = 'messages' | 'statuses' | 'connections' | 'codeFailures' | 'ticketFailures';

/** So many in so many seconds, from the first of them on. */
export interface Rate {
  readonly limit: number;
  readonly seconds: number;
}

/** Of `codeFailures` (design, section 2). */
export const CODE_FAILURES: Rate = { limit: 20, seconds: 900 };

/** Of `ticketFailures` (design, section 6). */
export const TICKET_FAILURES: Rate = { limit: 20, seconds: 900 };

/** `null` where nothing limits it. */
export type Rates = Readonly<Record<Budget, Rate | null>>;

/** Counts for all nodes together, and never keeps anybody from anything because it fails itself. */
export interface RateLimiter {
  /** Takes one; of many at once no more get one than there are. What is refused takes nothing. */
  take(budget: Budget, key: string): TaskEither<RateLimited, void>;

  /** Gives one back that was taken for what is not to count after all. */
  giveBack(budget: Budget, key: string): TaskEither<never, void>;
}
