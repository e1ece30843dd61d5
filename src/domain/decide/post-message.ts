import { left, right } from 'fp-ts/lib/Either.js';
import { canRead, isAssignee } from '../access.js';
import { type Actor, isStaff, personKey } from '../actor.js';
import { type Conversation, isOpen } from '../conversation.js';
import type { ConversationEvent } from '../conversation-event.js';
import type { MessageKind } from '../vocabulary.js';
import {
  type AccessDenied,
  type Conflict,
  conflict,
  type ConversationClosed,
  conversationClosed,
  heldBy,
  notAllowed,
  notYours,
} from '../failure.js';
import type { Instant, MessageId } from '../ids.js';
import { assigneeOf, type Decision, nameOf, notBefore, senderOf } from './decision.js';

export interface PostMessage {
  readonly id: MessageId;
  readonly kind: MessageKind;
  /** Already through `messageText`. */
  readonly text: string;
  readonly clientMessageId: string | null;
  /** Refuse if somebody else's message has a later `seq`. */
  readonly ifLastSeq: number | null;
  /** In dialects that have no claim a reply claims what nobody owns, in the same append. */
  readonly claims: boolean;
}

export type PostMessageFailure = AccessDenied | ConversationClosed | Conflict;

/** Customers and guests send text and files, agents system messages too; codes come from issuing one. */
export const maySendKind = (actor: Actor, kind: MessageKind): boolean => {
  switch (kind) {
    case 'text':
    case 'file':
      return true;
    case 'system':
      return isStaff(actor) || actor.kind === 'system';
    case 'auth_code':
      return actor.kind === 'system';
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
  if (!isStaff(actor) || state.ownership === 'shared') return null;
  if (state.assignee === null) return command.claims ? null : conflict('unassigned');
  return isAssignee(actor, state) ? null : heldBy('notAssignee', nameOf(state.assignee));
};

export const postMessage = (
  state: Conversation,
  command: PostMessage,
  actor: Actor,
  now: Instant,
): Decision<PostMessageFailure> => {
  if (!canRead(actor, state)) return left(notYours);
  if (!maySendKind(actor, command.kind)) return left(notAllowed);
  if (!isOpen(state)) return left(conversationClosed);
  const held = ownershipConflict(state, command, actor);
  if (held !== null) return left(held);
  if (command.ifLastSeq !== null && othersLastSeq(state, actor) > command.ifLastSeq) {
    return left(conflict('newerMessage'));
  }

  const at = notBefore(state, now);
  const events: ConversationEvent[] = [];
  if (isStaff(actor) && state.assignee === null) {
    events.push({ type: 'claimed', seq: state.lastSeq + 1, at, assignee: assigneeOf(actor) });
  }
  events.push({
    type: 'messagePosted',
    seq: state.lastSeq + events.length + 1,
    at,
    id: command.id,
    sender: senderOf(actor),
    kind: command.kind,
    text: command.text,
    ...(command.clientMessageId === null ? {} : { clientMessageId: command.clientMessageId }),
  });
  return right(events);
};
