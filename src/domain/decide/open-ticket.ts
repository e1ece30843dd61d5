import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { canAssign, canRead } from '../access.js';
import { type Actor, isStaff } from '../actor.js';
import { type Conversation, isOpen } from '../conversation.js';
import type { Fact } from '../conversation-event.js';
import {
  type AccessDenied,
  type Conflict,
  conflict,
  type ConversationClosed,
  conversationClosed,
  notAllowed,
  notYours,
} from '../failure.js';
import type { TicketId } from '../ids.js';
import type { TicketContent } from '../ticket.js';
import { type Decision, notTheAssignee, senderOf } from './decision.js';

/** Its content already through `ticketContent`. */
export interface OpenTicket extends TicketContent {
  readonly id: TicketId;
  /** Drawn for it alone. */
  readonly number: string;
}

export type OpenTicketFailure = AccessDenied | ConversationClosed | Conflict;

/** What stands in the way of a ticket, whatever it says. */
export const mayOpenTicket = (
  state: Conversation,
  actor: Actor,
): Either<OpenTicketFailure, void> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!isStaff(actor)) return left(notAllowed);
  if (!isOpen(state)) return left(conversationClosed);
  if (state.channel.ownership === 'exclusive' && !canAssign(actor, state)) {
    return left(notTheAssignee(state));
  }
  return state.ticket === null ? right(undefined) : left(conflict('ticket'));
};

/** The fact of a ticket; who opens a conversation with one may, whoever he is. */
export const ticketOpened = (
  { id, number, subject, description, supportType, priority }: OpenTicket,
  actor: Actor,
): Fact => ({
  type: 'ticketOpened',
  id,
  number,
  subject,
  description,
  supportType,
  priority,
  by: senderOf(actor),
});

/** By staff with access, once, while it is open; exclusive: by the assignee or an admin. */
export const openTicket = (
  state: Conversation,
  command: OpenTicket,
  actor: Actor,
): Decision<OpenTicketFailure> => {
  const may = mayOpenTicket(state, actor);
  return isLeft(may) ? may : right([ticketOpened(command, actor)]);
};
