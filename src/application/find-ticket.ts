import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isNone } from 'fp-ts/lib/Option.js';
import { canRead } from '../domain/access.js';
import type { Actor } from '../domain/actor.js';
import type { Conversation } from '../domain/conversation.js';
import { type NotFound, noTicket, type Unavailable } from '../domain/failure.js';
import type { Ticket } from '../domain/ticket.js';
import type { ConversationLog } from './ports/conversation-log.js';

/** A conversation that has a ticket. */
export type Ticketed = Conversation & { readonly ticket: Ticket };

/** What has just been given a ticket, or had one before: no event takes it away. */
export const ticketed = ({ ticket, ...conversation }: Conversation): Ticketed => {
  if (ticket === null) throw new Error(`${conversation.id} has lost its ticket`);
  return { ...conversation, ticket };
};

/** The conversation that a ticket is of, by its number or id; to who may not read it there is no such ticket. */
export const findTicket = async (
  log: ConversationLog,
  actor: Actor,
  key: string,
): Promise<Either<NotFound | Unavailable, Ticketed>> => {
  const found = await log.loadByTicket(key)();
  if (isLeft(found)) return found;
  if (isNone(found.right) || !canRead(actor, found.right.value)) return left(noTicket);
  return right(ticketed(found.right.value));
};
