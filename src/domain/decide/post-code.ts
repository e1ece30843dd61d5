import { left, right } from 'fp-ts/lib/Either.js';
import { canRead } from '../access.js';
import { type Actor, isStaff } from '../actor.js';
import { type Conversation, isOpen, ownerKey } from '../conversation.js';
import {
  type AccessDenied,
  type ConversationClosed,
  conversationClosed,
  notAllowed,
  notYours,
} from '../failure.js';
import type { MessageId } from '../ids.js';
import type { Owner } from '../vocabulary.js';
import { type Decision, senderOf } from './decision.js';

export interface PostCode {
  readonly id: MessageId;
  readonly codeId: string;
  readonly addressee: Owner;
}

/** Staff with access, for the owner alone: whose conversation it is no longer is not told another's code. */
export const postCode = (
  state: Conversation,
  { id, codeId, addressee }: PostCode,
  actor: Actor,
): Decision<AccessDenied | ConversationClosed> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!isStaff(actor)) return left(notAllowed);
  if (!isOpen(state)) return left(conversationClosed);
  if (ownerKey(state.owner) !== ownerKey(addressee)) return left(notYours);
  return right([
    {
      type: 'messagePosted',
      id,
      sender: senderOf({ kind: 'system' }),
      kind: 'auth_code',
      codeId,
      addressee,
    },
  ]);
};
