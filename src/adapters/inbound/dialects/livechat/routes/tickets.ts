import type { Ticketed } from '../../../../../application/find-ticket.js';
import type { Route } from '../../../gateway/dialect.js';
import type { LivechatDialectDeps } from '../deps.js';
import { wireListedForStaff } from '../encode.js';
import { wireTicketAlone } from '../encode-ticket.js';
import { TicketRequest, TicketUpdateRequest } from '../ticket-codecs.js';
import { ticketedSchema } from '../ticket-schemas.js';
import { done, found, row } from './row.js';

const STAFF = '/api/v1/unified-admin/support';

const ticketed = (conversation: Ticketed): object => ({
  ticket: wireTicketAlone(conversation.ticket),
  conversation: wireListedForStaff(conversation),
});

export const ticketRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    method: 'POST',
    path: `${STAFF}/conversations/:id/ticket`,
    summary:
      'Make a ticket of a conversation, as who has claimed it or an admin; it has one at most',
    access: 'staff',
    body: 'json',
    input: TicketRequest,
    output: ticketedSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      Conflict: true,
      Unavailable: true,
    },
    run: (actor, { params: { id: conversationId }, body }) =>
      useCases.openTicket(actor, {
        conversationId,
        subject: body.subject,
        description: body.description,
        supportType: body.support_type,
        priority: body.priority,
      }),
    reply: (conversation) => done('Ticket created', ticketed(conversation)),
  });

export const ticketUpdateRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    method: 'PATCH',
    path: `${STAFF}/tickets/:ticketNumber`,
    summary: 'Give a ticket another status or priority, while its conversation is open',
    access: 'staff',
    body: 'json',
    input: TicketUpdateRequest,
    output: ticketedSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      Unavailable: true,
    },
    run: (actor, { params: { ticketNumber: key }, body: { status, priority } }) =>
      useCases.updateTicket(actor, { key, status, priority }),
    reply: (conversation) => found('Ticket updated', ticketed(conversation)),
  });
