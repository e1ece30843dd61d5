import { type Either, isRight } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import { type NotFound, type RateLimited, type Unavailable } from '../../domain/failure.js';
import { countingFailures } from '../counting-failures.js';
import { findTicket, type Ticketed } from '../find-ticket.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { RateLimiter } from '../ports/rate-limiter.js';

export interface GetTicketInput {
  /** The ticket's number or its id. */
  readonly key: string;
  /** Where the asker can call himself what he likes: numbers can be guessed, so what fails counts. */
  readonly address: string | null;
}

export type GetTicketFailure = NotFound | RateLimited | Unavailable;

export type GetTicket = (
  actor: Actor,
  input: GetTicketInput,
) => TaskEither<GetTicketFailure, Ticketed>;

export interface GetTicketDeps {
  readonly log: ConversationLog;
  readonly limiter: RateLimiter;
}

type Found = Either<NotFound | Unavailable, Ticketed>;

const isGuess = (found: Found): boolean => !isRight(found) && found.left.kind === 'NotFound';

/** The conversation that a ticket is of, for those who may read it: to anybody else there is no such ticket. */
export const getTicket = ({ log, limiter }: GetTicketDeps): GetTicket => {
  const countingGuesses = countingFailures(limiter, 'ticketFailures');
  return (actor, { key, address }) =>
    async () => {
      const look = (): Promise<Found> => findTicket(log, actor, key);
      return address === null
        ? look()
        : countingGuesses(address, { run: look, isFailure: isGuess });
    };
};
