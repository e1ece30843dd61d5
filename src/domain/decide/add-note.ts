import { left, right } from 'fp-ts/lib/Either.js';
import { canRead } from '../access.js';
import { type Actor, isStaff } from '../actor.js';
import type { Conversation } from '../conversation.js';
import { type AccessDenied, notAllowed, notYours } from '../failure.js';
import type { Instant, MessageId } from '../ids.js';
import { type Decision, notBefore, senderOf } from './decision.js';

export interface AddNote {
  readonly id: MessageId;
  /** Already through `messageText`. */
  readonly text: string;
}

/** Staff with access, whoever the assignee is; a closed conversation takes notes still. */
export const addNote = (
  state: Conversation,
  command: AddNote,
  actor: Actor,
  now: Instant,
): Decision<AccessDenied> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!isStaff(actor)) return left(notAllowed);
  return right([
    {
      type: 'noteAdded',
      seq: state.lastSeq + 1,
      at: notBefore(state, now),
      id: command.id,
      sender: senderOf(actor),
      text: command.text,
    },
  ]);
};
