import { left, right } from 'fp-ts/lib/Either.js';
import { canRead, isAssignee } from '../access.js';
import { type Actor, isStaff } from '../actor.js';
import { type Conversation, isOpen } from '../conversation.js';
import {
  type AccessDenied,
  type Conflict,
  type ConversationClosed,
  conversationClosed,
  heldBy,
  notAllowed,
  notYours,
} from '../failure.js';
import { assigneeOf, type Decision, nameOf } from './decision.js';

export type ClaimFailure = AccessDenied | ConversationClosed | Conflict;

/** One winner, whatever the race; claiming again what is one's own changes nothing and succeeds. */
export const claim = (state: Conversation, actor: Actor): Decision<ClaimFailure> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!isStaff(actor)) return left(notAllowed);
  if (!isOpen(state)) return left(conversationClosed);
  if (isAssignee(actor, state)) return right([]);
  if (state.assignee !== null) return left(heldBy('claimed', nameOf(state.assignee)));
  return right([
    {
      type: 'claimed',
      assignee: assigneeOf(actor),
    },
  ]);
};
