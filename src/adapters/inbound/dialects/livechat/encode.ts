import type { Entry } from '../../../../application/use-cases/get-transcript.js';
import { writesAsClient } from '../../../../domain/actor.js';
import { textOrNames } from '../../../../domain/attachment.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { MessagePosted, NoteAdded } from '../../../../domain/conversation-event.js';
import { nameOf } from '../../../../domain/decide/decision.js';
import { preview } from '../../../../domain/message-text.js';
import type { Owner } from '../../../../domain/vocabulary.js';
import { type PublicUrl, wireAttachments } from '../common/attachments.js';
import { type CodeForm, hiddenCode } from '../common/code-form.js';
import { timestamp, timestampOrNull } from '../common/timestamps.js';
import { wireTicket } from './encode-ticket.js';

const isNote = (entry: Entry): entry is NoteAdded => entry.type === 'noteAdded';

/** What stands in an entry; the digits of a code for its addressee alone. */
const textOf = (entry: Entry, code: CodeForm): string => {
  if (isNote(entry)) return entry.text;
  return entry.kind === 'auth_code' ? code(entry) : textOrNames(entry);
};

const attachmentsOf = (entry: Entry, publicUrl: PublicUrl): readonly object[] | null => {
  const attachments = isNote(entry) ? [] : wireAttachments(entry, publicUrl);
  return attachments.length === 0 ? null : attachments;
};

/** Nobody but staff is given a note. */
const wireEntry = (entry: Entry, publicUrl: PublicUrl, code: CodeForm): object => ({
  id: entry.id,
  message: textOf(entry, code),
  is_from_user: writesAsClient(entry.sender),
  sender_name: entry.sender.name,
  sender_email: entry.sender.email,
  attachments: attachmentsOf(entry, publicUrl),
  seq: entry.seq,
  ...(isNote(entry) ? { is_note: true } : {}),
});

/** Document 004: inside a conversation, with `created_at`; `seq` and `is_note` are ours. */
export const messageWithin = (
  entry: Entry,
  publicUrl: PublicUrl,
  code: CodeForm = hiddenCode,
): object => ({
  ...wireEntry(entry, publicUrl, code),
  created_at: timestamp(entry.at),
});

/** Document 004: by itself, in an answer or `new_message`, with `createdAt`. */
export const messageAlone = (
  entry: Entry,
  publicUrl: PublicUrl,
  code: CodeForm = hiddenCode,
): object => ({
  ...wireEntry(entry, publicUrl, code),
  createdAt: timestamp(entry.at),
});

/** Document 004, `conversation_updated` of `new_reply`. */
export const messageNotice = (message: MessagePosted, code: CodeForm = hiddenCode): object => ({
  id: message.id,
  preview: preview(textOf(message, code)),
  sender_name: message.sender.name,
  created_at: timestamp(message.at),
});

/** Null for nobody, since an app says by it that its user waits; an agent without a name has his id. */
const assigneeName = ({ assignee }: Conversation): string | null =>
  assignee === null ? null : nameOf(assignee);

const wireTimes = (conversation: Conversation): object => ({
  last_message_at: timestampOrNull(conversation.lastMessageAt),
  created_at: timestamp(conversation.createdAt),
  updated_at: timestamp(conversation.updatedAt),
});

const ticketOf = ({ ticket }: Conversation): object | null => ticket && wireTicket(ticket);

/** Document 004, "Get Conversation Detail", but for its messages; `name` is what whoever gets it calls the conversation. */
export const wireDetail = (name: string, conversation: Conversation): object => ({
  id: name,
  status: conversation.status,
  email: conversation.contact.email,
  phone_number: conversation.contact.phone,
  assigned_admin_name: assigneeName(conversation),
  satisfaction_rating: conversation.rating?.stars ?? null,
  feedback: conversation.rating?.feedback ?? null,
  ...wireTimes(conversation),
  total_messages: conversation.messageCount,
  ticket: ticketOf(conversation),
});

const lastMessage = ({ lastMessage: last }: Conversation): object | null =>
  last && {
    message: last.text,
    is_from_user: writesAsClient(last.sender),
    sender_name: last.sender.name,
    createdAt: timestamp(last.at),
  };

/** Document 004, "Get My Conversations": unread is what support has said last. */
export const wireListed = (conversation: Conversation): object => ({
  id: conversation.id,
  status: conversation.status,
  assigned_admin_name: assigneeName(conversation),
  message_count: conversation.messageCount,
  last_message: lastMessage(conversation),
  has_unread: conversation.lastMessage !== null && !writesAsClient(conversation.lastMessage.sender),
  ticket: ticketOf(conversation),
  ...wireTimes(conversation),
  satisfaction_rating: conversation.rating?.stars ?? null,
});

/** An address that somebody gave is no account of his. */
const accountOf = ({ kind, id }: Owner): string | null => (kind === 'email' ? null : id);

/** Design, section 6, "Staff shapes": what staff see beside all that the user does. */
const forStaff = ({
  owner,
  contact,
  assignee,
  departmentId,
  waitingSince,
}: Conversation): object => ({
  user: {
    id: accountOf(owner),
    name: contact.name,
    email: contact.email,
    phone_number: contact.phone,
  },
  assigned_admin_id: assignee?.id ?? null,
  department_id: departmentId,
  waiting_since: timestampOrNull(waitingSince),
});

export const wireListedForStaff = (conversation: Conversation): object => ({
  ...wireListed(conversation),
  ...forStaff(conversation),
});

/** With what is known of the device. */
export const wireDetailForStaff = (name: string, conversation: Conversation): object => ({
  ...wireDetail(name, conversation),
  ...forStaff(conversation),
  device_metadata: conversation.deviceMetadata,
});
