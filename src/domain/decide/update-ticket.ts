import { left, right } from 'fp-ts/lib/Either.js';
import { canRead } from '../access.js';
import { type Actor, isStaff } from '../actor.js';
import { type Conversation, isOpen } from '../conversation.js';
import {
  type AccessDenied,
  type ConversationClosed,
  conversationClosed,
  notAllowed,
  type NotFound,
  noTicket,
  notYours,
} from '../failure.js';
import type { TicketPriority, TicketStatus } from '../ticket.js';
import { type Decision, senderOf } from './decision.js';

/** `null` for what stays as it is. */
export interface UpdateTicket {
  readonly status: TicketStatus | null;
  readonly priority: TicketPriority | null;
}

export type UpdateTicketFailure = AccessDenied | ConversationClosed | NotFound;

/** By staff with access, while the conversation is open; to what it is already changes nothing. */
export const updateTicket = (
  state: Conversation,
  command: UpdateTicket,
  actor: Actor,
): Decision<UpdateTicketFailure> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!isStaff(actor)) return left(notAllowed);
  const { ticket } = state;
  if (ticket === null) return left(noTicket);
  if (!isOpen(state)) return left(conversationClosed);
  const status = command.status ?? ticket.status;
  const priority = command.priority ?? ticket.priority;
  if (status === ticket.status && priority === ticket.priority) return right([]);
  return right([{ type: 'ticketUpdated', status, priority, by: senderOf(actor) }]);
};
