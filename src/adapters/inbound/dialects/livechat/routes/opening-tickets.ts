import { ticketed } from '../../../../../application/find-ticket.js';
import type { StartedConversation } from '../../../../../application/use-cases/start-conversation.js';
import type { Actor } from '../../../../../domain/actor.js';
import { DEFAULT_TICKET_PRIORITY, type TicketPriority } from '../../../../../domain/ticket.js';
import type { Route } from '../../../gateway/dialect.js';
import type { HttpReply } from '../../../gateway/transport.js';
import type { PublicUrl } from '../../common/attachments.js';
import { forApps } from '../app-keys.js';
import { contactOf } from '../asker.js';
import { channel } from '../channel.js';
import type { SentHeaders } from '../codecs.js';
import type { LivechatDialectDeps } from '../deps.js';
import { deviceOf } from '../device-metadata.js';
import { messageWithin } from '../encode.js';
import { wireTicketAlone } from '../encode-ticket.js';
import {
  CreateTicketRequest,
  RequestSupportRequest,
  type TicketOpening,
} from '../ticket-codecs.js';
import { legacyTicketSchema } from '../ticket-schemas.js';
import { done, row } from './row.js';

/** A conversation that is opened with a ticket, whose description is what its opener says first. */
const openingOf = (
  opening: Omit<TicketOpening, 'priority'>,
  priority: TicketPriority,
  device: ReturnType<typeof deviceOf>,
) => ({
  channel,
  type: 'general' as const,
  subject: opening.subject,
  departmentId: null,
  deviceMetadata: device,
  message: {
    text: opening.description,
    field: 'description',
    kind: 'text' as const,
    clientMessageId: opening.clientMessageId,
  },
  ticket: {
    subject: opening.subject,
    description: opening.description,
    supportType: opening.support_type,
    priority,
  },
});

/** As it was opened, as whoever asks again says too: he learns nothing of what has come of it. */
const opened = (
  words: string,
  { conversation, message }: StartedConversation,
  priority: TicketPriority,
  publicUrl: PublicUrl,
): HttpReply => {
  if (message === null) throw new Error('a message opened a ticket and is not there');
  const { ticket } = ticketed(conversation);
  const first = { ...ticket, status: 'open', priority, updatedAt: ticket.createdAt } as const;
  return done(words, {
    ticket: { ...wireTicketAlone(first), messages: [messageWithin(message, publicUrl)] },
  });
};

const common = {
  method: 'POST',
  body: 'json',
  output: legacyTicketSchema,
  failures: {
    ValidationFailed: true,
    AccessDenied: true,
    Conflict: true,
    RateLimited: true,
    Unavailable: true,
  },
} as const;

const device = (headers: SentHeaders) => deviceOf(null, headers);

/** Document 004, "Legacy Ticket Endpoints". */
export const createTicketRoute = ({ useCases, publicUrl }: LivechatDialectDeps): Route =>
  row({
    ...common,
    path: '/api/v1/support/create-ticket',
    summary: 'Open a conversation with a ticket (of older apps)',
    access: 'token',
    input: CreateTicketRequest,
    run: (actor: Actor, { body, headers }) =>
      useCases.startConversation(actor, openingOf(body, body.priority, device(headers))),
    reply: (started, { body }) => opened('Ticket created', started, body.priority, publicUrl),
  });

/** Likewise, of somebody without an account. */
export const requestSupportRoute = ({
  useCases,
  appKeys,
  publicUrl,
}: LivechatDialectDeps): Route => {
  const route = row({
    ...common,
    path: '/api/v1/support/request-support',
    summary: 'The same for somebody without an account, by his email address (of older apps)',
    access: 'anyone',
    input: RequestSupportRequest,
    run: (_caller, { body, headers }, { address }) =>
      useCases.startConversation(contactOf(body.email, { phone: body.phone_number.line }), {
        ...openingOf(body, DEFAULT_TICKET_PRIORITY, deviceOf(body.device_metadata, headers)),
        address,
      }),
    reply: (started) =>
      opened('Support request created', started, DEFAULT_TICKET_PRIORITY, publicUrl),
  });
  return forApps(appKeys, route);
};
