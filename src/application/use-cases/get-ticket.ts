import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import { isNone } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { canRead } from '../../domain/access.js';
import type { Actor } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import {
  type NotFound,
  noTicket,
  type RateLimited,
  type Unavailable,
} from '../../domain/failure.js';
import type { Ticket } from '../../domain/ticket.js';
import { countingFailures } from '../counting-failures.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { RateLimiter } from '../ports/rate-limiter.js';

/** A conversation that has a ticket. */
export type Ticketed = Conversation & { readonly ticket: Ticket };

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
      const look = async (): Promise<Found> => {
        const found = await log.loadByTicket(key)();
        if (isLeft(found)) return found;
        if (isNone(found.right)) return left(noTicket);
        const { ticket, ...conversation } = found.right.value;
        if (ticket === null || !canRead(actor, found.right.value)) return left(noTicket);
        return right({ ...conversation, ticket });
      };
      return address === null
        ? look()
        : countingGuesses(address, { run: look, isFailure: isGuess });
    };
};
