import { left, right } from 'fp-ts/lib/Either.js';
import type { Attachment } from '../attachment.js';
import { canRead, isAssignee } from '../access.js';
import { type Actor, isStaff, personKey } from '../actor.js';
import { type Conversation, isOpen } from '../conversation.js';
import type { Fact } from '../conversation-event.js';
import type { TextKind } from '../vocabulary.js';
import {
  type AccessDenied,
  type Conflict,
  conflict,
  type ConversationClosed,
  conversationClosed,
  heldBy,
  notAllowed,
  notOfThatAddress,
  notYours,
} from '../failure.js';
import type { MessageId } from '../ids.js';
import { assigneeOf, type Decision, nameOf, senderOf } from './decision.js';

export interface PostMessage {
  readonly id: MessageId;
  readonly kind: TextKind;
  /** Already through `messageText`. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly clientMessageId: string | null;
  /** Refuse if somebody else's message has a later `seq`. */
  readonly ifLastSeq: number | null;
  /** In dialects that have no claim a reply claims what nobody owns, in the same append. */
  readonly claims: boolean;
}

export type PostMessageFailure = AccessDenied | ConversationClosed | Conflict;

/** Clients send text and files, agents system messages too. */
export const maySendKind = (actor: Actor, kind: TextKind): boolean => {
  switch (kind) {
    case 'text':
    case 'file':
      return true;
    case 'system':
      return isStaff(actor) || actor.kind === 'system';
  }
};

const othersLastSeq = (state: Conversation, actor: Actor): number => {
  const last = state.lastWriter;
  if (last === null) return 0;
  return last.key === personKey(actor) ? last.othersSeq : last.seq;
};

/** Ownership, on top of access: who else stands in the way of this reply. */
const ownershipConflict = (
  state: Conversation,
  command: PostMessage,
  actor: Actor,
): Conflict | null => {
  if (!isStaff(actor) || state.channel.ownership === 'shared') return null;
  if (state.assignee === null) return command.claims ? null : conflict('unassigned');
  return isAssignee(actor, state) ? null : heldBy('notAssignee', nameOf(state.assignee));
};

export const postMessage = (
  state: Conversation,
  command: PostMessage,
  actor: Actor,
): Decision<PostMessageFailure> => {
  // A contact is known by his address alone: so that is what does not fit.
  if (!canRead(actor, state)) return left(actor.kind === 'email' ? notOfThatAddress : notYours);
  if (!maySendKind(actor, command.kind)) return left(notAllowed);
  if (!isOpen(state)) return left(conversationClosed);
  const held = ownershipConflict(state, command, actor);
  if (held !== null) return left(held);
  if (command.ifLastSeq !== null && othersLastSeq(state, actor) > command.ifLastSeq) {
    return left(conflict('newerMessage'));
  }

  const facts: Fact[] = [];
  if (isStaff(actor) && state.assignee === null) {
    facts.push({ type: 'claimed', assignee: assigneeOf(actor) });
  }
  facts.push({
    type: 'messagePosted',
    id: command.id,
    sender: senderOf(actor),
    kind: command.kind,
    text: command.text,
    ...(command.attachments.length === 0 ? {} : { attachments: command.attachments }),
    ...(command.clientMessageId === null ? {} : { clientMessageId: command.clientMessageId }),
  });
  return right(facts);
};
