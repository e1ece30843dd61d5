import { type Actor, isStaff, writesAsClient } from '../../../../domain/actor.js';
import { type Conversation, isOpen } from '../../../../domain/conversation.js';
import type { MessagePosted } from '../../../../domain/conversation-event.js';
import type { TicketStatus } from '../../../../domain/ticket.js';
import type { Sender } from '../../../../domain/vocabulary.js';
import { type PublicUrl, wireAttachments } from '../common/attachments.js';
import { type CodeForm, hiddenCode } from '../common/code-form.js';
import { timestamp } from '../common/timestamps.js';

/** Document 003, `authenticated`: staff of either role are this protocol's super admins, and everybody else its clients. */
export const wireUser = (actor: Actor): object => {
  if (actor.kind === 'system') throw new Error('the system does not authenticate');
  const { name, email } = actor.profile;
  return { id: actor.id, name, email, type: isStaff(actor) ? 'SuperAdmin' : 'Client' };
};

/** An address that somebody gave is no id of his. */
const wireSender = ({ kind, id, name, email, company }: Sender, isClient: boolean): object => ({
  _id: kind === 'email' ? null : id,
  name,
  email,
  ...(isClient ? { company } : {}),
});

/**
 * Document 003, "Message Object Structure"; `seq` is ours.
 * @param ticketId as whoever gets it calls the ticket
 * @param publicUrl for the links to its files
 * @param code for whoever gets it; nobody is shown digits where it is left out
 */
export const wireMessage = (
  ticketId: string,
  event: MessagePosted,
  publicUrl: PublicUrl,
  code: CodeForm = hiddenCode,
): object => {
  const { id, sender, at, seq } = event;
  const isClient = writesAsClient(sender);
  return {
    _id: id,
    ticketId,
    sender: wireSender(sender, isClient),
    senderModel: isClient ? 'Client' : 'SuperAdmin',
    message: event.kind === 'auth_code' ? code(event) : event.text,
    attachments: wireAttachments(event, publicUrl),
    createdAt: timestamp(at),
    seq,
  };
};

/** What has been closed is closed here, whatever staff of other protocols have its ticket say. */
const statusOf = (conversation: Conversation): TicketStatus =>
  isOpen(conversation) ? (conversation.ticket?.status ?? 'open') : 'closed';

/** Design, section 6, "Answers for client authors": a conversation without a ticket is one that has no number yet. */
export const wireTicket = (conversation: Conversation): object => {
  const { owner, contact, assignee, ticket } = conversation;
  return {
    _id: ticket?.id ?? conversation.id,
    ticketNumber: ticket?.number ?? null,
    subject: ticket?.subject ?? conversation.subject,
    status: statusOf(conversation),
    priority: ticket?.priority ?? 'medium',
    client: {
      _id: owner.kind === 'email' ? null : owner.id,
      name: contact.name,
      email: contact.email,
      company: contact.company,
    },
    assignedTo: assignee && { _id: assignee.id, name: assignee.name },
    createdAt: timestamp(conversation.createdAt),
    updatedAt: timestamp(conversation.updatedAt),
  };
};
