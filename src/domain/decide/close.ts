import { left, right } from 'fp-ts/lib/Either.js';
import { canClose, canRead } from '../access.js';
import { type Actor, isStaff } from '../actor.js';
import { type Conversation, isOpen } from '../conversation.js';
import {
  type AccessDenied,
  type Conflict,
  conflict,
  heldBy,
  notAllowed,
  notYours,
} from '../failure.js';
import type { Instant } from '../ids.js';
import { type Decision, nameOf, notBefore, senderOf } from './decision.js';

export type CloseFailure = AccessDenied | Conflict;

/** By the assignee or an admin; shared: every agent with access. What is closed stays so: no change. */
export const close = (
  state: Conversation,
  note: string | null,
  actor: Actor,
  now: Instant,
): Decision<CloseFailure> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!isStaff(actor)) return left(notAllowed);
  if (!isOpen(state)) return right([]);
  if (!canClose(actor, state)) {
    return left(
      state.assignee === null
        ? conflict('unassigned')
        : heldBy('notAssignee', nameOf(state.assignee)),
    );
  }
  return right([
    {
      type: 'closed',
      seq: state.lastSeq + 1,
      at: notBefore(state, now),
      by: senderOf(actor),
      note,
    },
  ]);
};
