import type { ReadMark } from '../../../../application/ports/read-marks.js';
import type { History } from '../../../../application/use-cases/get-history.js';
import { type Actor, guestIdOf, type PersonKey } from '../../../../domain/actor.js';
import { textOrNames } from '../../../../domain/attachment.js';
import { type Conversation, isOpen } from '../../../../domain/conversation.js';
import type { MessagePosted } from '../../../../domain/conversation-event.js';
import type { Sender } from '../../../../domain/vocabulary.js';
import { wireAttachments } from '../common/attachments.js';
import type { Writing } from '../common/refusals.js';
import { timestamp, timestampOrNull } from '../common/timestamps.js';
import { type CodeForm, hiddenCode } from '../common/code-form.js';
import { type Wording, writtenOrNull } from '../common/wording.js';
import type { GuestForm } from './guest-form.js';

/** Document 000, `message:received`; `seq` is ours, and so are the files. */
export interface WireMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly senderId: string | null;
  readonly senderType: 'user' | 'admin' | 'guest' | 'system';
  readonly guestId: string | null;
  readonly message: string;
  readonly messageType: string;
  readonly isRead: boolean;
  readonly createdAt: string;
  readonly seq: number;
  /** There where some came with it. */
  readonly attachments?: readonly object[];
}

type WireSender = Pick<WireMessage, 'senderId' | 'senderType' | 'guestId'>;

/** A guest has no `senderId`, an email contact no id at all; staff of either role are this protocol's admin. */
const wireSender = (sender: Sender, form: GuestForm): WireSender => {
  switch (sender.kind) {
    case 'customer':
      return { senderId: sender.id, senderType: 'user', guestId: null };
    case 'guest':
      return { senderId: null, senderType: 'guest', guestId: form(sender.id ?? '') };
    case 'email':
      return { senderId: null, senderType: 'guest', guestId: null };
    case 'agent':
    case 'admin':
      return { senderId: sender.id, senderType: 'admin', guestId: null };
    case 'system':
      return { senderId: null, senderType: 'system', guestId: null };
  }
};

/**
 * @param conversationId as whoever gets it calls the conversation
 * @param form for whoever gets it
 * @param wording for its text, and the links to its files
 * @param code likewise; nobody is shown digits where it is left out
 * @param isRead never of one that is told live: that it is read is told by `message:read`
 */
export const wireMessage = (
  conversationId: string,
  event: MessagePosted,
  form: GuestForm,
  wording: Wording,
  code: CodeForm = hiddenCode,
  isRead = false,
): WireMessage => {
  const { id, sender, kind, at, seq } = event;
  const { senderId, senderType, guestId } = wireSender(sender, form);
  const attachments = wireAttachments(event, wording.publicUrl);
  return {
    id,
    conversationId,
    senderId,
    senderType,
    guestId,
    message: event.kind === 'auth_code' ? code(event) : wording.write(textOrNames(event)),
    messageType: kind,
    isRead,
    createdAt: timestamp(at),
    seq,
    ...(attachments.length === 0 ? {} : { attachments }),
  };
};

/** Document 001, "Get or Create Conversation". */
export const wireConversation = (
  name: string,
  conversation: Conversation,
  form: GuestForm,
  write: Writing,
): object => {
  const { owner } = conversation;
  return {
    id: name,
    userId: owner.kind === 'customer' ? owner.id : null,
    guestId: owner.kind === 'guest' ? form(owner.id) : null,
    adminId: conversation.assignee?.id ?? null,
    type: conversation.type,
    subject: writtenOrNull(write, conversation.subject),
    status: isOpen(conversation) ? 'open' : 'closed',
    priority: conversation.priority,
    lastMessageAt: timestampOrNull(conversation.lastMessageAt),
    createdAt: timestamp(conversation.createdAt),
    updatedAt: timestamp(conversation.updatedAt),
  };
};

interface Named {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly email: string | null;
}

const wirePerson = (
  id: string | null,
  { name, firstName, email }: Named,
  write: Writing,
): object => ({
  id,
  email: writtenOrNull(write, email),
  firstName: writtenOrNull(write, firstName ?? name?.split(' ')[0] ?? null),
});

/** Document 001, "Get Conversation Details": with its people, of whom an email contact has no id, and its newest messages, oldest first. */
export const wireDetails = (
  name: string,
  { conversation, messages, read }: History,
  form: GuestForm,
  wording: Wording,
  code: CodeForm = hiddenCode,
): object => ({
  ...wireConversation(name, conversation, form, wording.write),
  user:
    conversation.owner.kind === 'guest'
      ? null
      : wirePerson(
          conversation.owner.kind === 'customer' ? conversation.owner.id : null,
          conversation.contact,
          wording.write,
        ),
  admin:
    conversation.assignee === null
      ? null
      : wirePerson(conversation.assignee.id, conversation.assignee, wording.write),
  messages: messages.map((message) =>
    wireMessage(name, message, form, wording, code, read.has(message.seq)),
  ),
});

/** The id of whoever has read it, a guest's in the form for who gets it. */
const wireReader = (by: PersonKey, form: GuestForm): string => {
  const guestId = guestIdOf(by);
  return guestId === null ? by.slice(by.indexOf(':') + 1) : form(guestId);
};

/** Design, section 6, `message:read`: also of a message that nobody has read. */
export const wireRead = (
  conversationId: string,
  messageId: string,
  mark: Pick<ReadMark, 'by' | 'at'> | null,
  form: GuestForm,
): object => ({
  messageId,
  conversationId,
  isRead: mark !== null,
  readBy: mark && wireReader(mark.by, form),
  readAt: mark && timestamp(mark.at),
});

/** Documents 000 and 001, `typing:start`: a guest's id stands where the others' does; nobody hears of himself. */
export const wireTypist = (actor: Actor): string | null =>
  actor.kind === 'system' ? null : actor.id;

/** Document 000, "Connection Success Event". */
export const wireWelcome = (actor: Actor, form: GuestForm): object => {
  switch (actor.kind) {
    case 'customer':
      return { type: 'user', userId: actor.id };
    case 'guest':
      return { type: 'guest', guestId: form(actor.id) };
    case 'email':
      return { type: 'guest', guestId: null };
    case 'agent':
    case 'admin':
      return { type: 'admin', adminId: actor.id };
    case 'system':
      return { type: 'system' };
  }
};
