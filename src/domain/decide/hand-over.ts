import { left, right } from 'fp-ts/lib/Either.js';
import { canAssign, canRead } from '../access.js';
import { type Actor, isStaff } from '../actor.js';
import { type Conversation, isOpen } from '../conversation.js';
import type { Assignee } from '../vocabulary.js';
import {
  type AccessDenied,
  type Conflict,
  conflict,
  type ConversationClosed,
  conversationClosed,
  heldBy,
  noAgent,
  notAllowed,
  type NotFound,
  notYours,
} from '../failure.js';
import { type Decision, nameOf, senderOf } from './decision.js';

export interface HandOver {
  /** `null` for one whom the directory does not know: that is told to those alone who may hand it over. */
  readonly to: Assignee | null;
  readonly reason: string | null;
}

export type HandOverFailure = AccessDenied | ConversationClosed | Conflict | NotFound;

/** By the assignee or an admin, of what is assigned; to the one who has it already changes nothing. */
export const handOver = (
  state: Conversation,
  command: HandOver,
  actor: Actor,
): Decision<HandOverFailure> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!isStaff(actor)) return left(notAllowed);
  if (!isOpen(state)) return left(conversationClosed);
  if (state.assignee === null) return left(conflict('unassigned'));
  if (!canAssign(actor, state)) return left(heldBy('notAssignee', nameOf(state.assignee)));
  if (command.to === null) return left(noAgent);
  if (state.assignee.id === command.to.id) return right([]);
  return right([
    {
      type: 'handedOver',
      assignee: command.to,
      by: senderOf(actor),
      reason: command.reason,
    },
  ]);
};
