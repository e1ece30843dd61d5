import { left, right } from 'fp-ts/lib/Either.js';
import { canClose, canRead } from '../access.js';
import { type Actor, isStaff } from '../actor.js';
import { type Conversation, isOpen } from '../conversation.js';
import { type AccessDenied, type Conflict, notAllowed, notYours } from '../failure.js';
import { type Decision, notTheAssignee, senderOf } from './decision.js';

export type CloseFailure = AccessDenied | Conflict;

/** By the assignee or an admin; shared: every agent with access. What is closed stays so: no change. */
export const close = (
  state: Conversation,
  note: string | null,
  actor: Actor,
): Decision<CloseFailure> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!isStaff(actor)) return left(notAllowed);
  if (!isOpen(state)) return right([]);
  if (!canClose(actor, state)) return left(notTheAssignee(state));
  return right([
    {
      type: 'closed',
      by: senderOf(actor),
      note,
    },
  ]);
};
