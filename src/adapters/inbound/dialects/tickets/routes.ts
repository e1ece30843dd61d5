import type { Actor } from '../../../../domain/actor.js';
import { DEFAULT_SUPPORT_TYPE, DEFAULT_TICKET_PRIORITY } from '../../../../domain/ticket.js';
import type { Route } from '../../gateway/dialect.js';
import type { HttpReply } from '../../gateway/transport.js';
import { object } from '../common/codecs.js';
import { listing } from '../common/listing.js';
import { paginationOf } from '../common/pagination.js';
import { routeRow } from '../common/route-row.js';
import { channel } from './channel.js';
import { ListQuery, OpenRequest } from './codecs.js';
import type { TicketsDialectDeps } from './deps.js';
import { wireTicket } from './encode.js';
import { refusalOf, refuseRequest } from './failures.js';
import { listSchema, openedSchema } from './schemas.js';

export const BASES = ['/api/tickets'] as const;

const row = routeRow({ refuse: refuseRequest, refusalOf });

const answered = (status: number, data: object): HttpReply => ({
  status,
  body: { success: true, data },
});

const openRoute = ({ useCases }: TicketsDialectDeps): Route =>
  row({
    method: 'POST',
    path: '/api/tickets',
    summary: 'Open a ticket of one’s own, with a first message or without',
    access: 'token',
    body: 'json',
    input: OpenRequest,
    output: openedSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      Conflict: true,
      RateLimited: true,
      Unavailable: true,
    },
    run: (actor: Actor, { body: { subject, message: text, clientMessageId } }) =>
      useCases.startConversation(actor, {
        channel,
        type: 'general',
        subject,
        departmentId: null,
        deviceMetadata: null,
        message: text === null ? null : { text, kind: 'text', clientMessageId },
        ticket: {
          subject,
          description: null,
          supportType: DEFAULT_SUPPORT_TYPE,
          priority: DEFAULT_TICKET_PRIORITY,
        },
      }),
    reply: ({ conversation }) => answered(201, { ticket: wireTicket(conversation) }),
  });

const listRoute = ({ useCases }: TicketsDialectDeps): Route => {
  const list = listing(useCases);
  return row({
    method: 'GET',
    path: '/api/tickets',
    summary: 'The tickets of whoever asks, or all that staff may see; latest activity first',
    access: 'token',
    body: 'none',
    input: object({ query: ListQuery }),
    output: listSchema,
    failures: { AccessDenied: true, Unavailable: true },
    run: (actor: Actor, { query: { page, limit } }) => list(actor, { page: page ?? 1, limit }),
    reply: ({ items, total }, { query: { page, limit } }) =>
      answered(200, {
        tickets: items.map(wireTicket),
        pagination: paginationOf(total, page ?? 1, limit),
      }),
  });
};

/** Design, section 6. */
export const routes = (deps: TicketsDialectDeps): readonly Route[] => [
  openRoute(deps),
  listRoute(deps),
];
