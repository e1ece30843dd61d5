import { left, right } from 'fp-ts/lib/Either.js';
import { canRead } from '../access.js';
import { type Actor, isStaff } from '../actor.js';
import type { Conversation } from '../conversation.js';
import { type AccessDenied, notAllowed, notYours } from '../failure.js';
import type { MessageId } from '../ids.js';
import { type Decision, senderOf } from './decision.js';

export interface AddNote {
  readonly id: MessageId;
  /** Already through `messageText`. */
  readonly text: string;
  readonly clientMessageId: string | null;
}

/** Staff with access, whoever the assignee is; a closed conversation takes notes still. */
export const addNote = (
  state: Conversation,
  command: AddNote,
  actor: Actor,
): Decision<AccessDenied> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!isStaff(actor)) return left(notAllowed);
  return right([
    {
      type: 'noteAdded',
      id: command.id,
      sender: senderOf(actor),
      text: command.text,
      ...(command.clientMessageId === null ? {} : { clientMessageId: command.clientMessageId }),
    },
  ]);
};
