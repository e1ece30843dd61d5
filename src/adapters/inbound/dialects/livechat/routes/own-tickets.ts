import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Ticketed, ticketed } from '../../../../../application/find-ticket.js';
import type { GetTicketFailure } from '../../../../../application/use-cases/get-ticket.js';
import type { Transcript } from '../../../../../application/use-cases/get-transcript.js';
import type { UseCases } from '../../../../../application/use-cases/use-cases.js';
import type { Actor } from '../../../../../domain/actor.js';
import type { EmailAddress } from '../../../../../domain/email-address.js';
import type {
  AccessDenied,
  AuthRequired,
  NotFound,
  Unavailable,
} from '../../../../../domain/failure.js';
import type { Route } from '../../../gateway/dialect.js';
import type { HttpReply } from '../../../gateway/transport.js';
import { DEFAULT_LIMIT, MAX_LIMIT, object } from '../../common/codecs.js';
import { forAppsOrUsers } from '../app-keys.js';
import { type Asker, askerOf } from '../asker.js';
import { OwnQuery } from '../codecs.js';
import type { LivechatDialectDeps } from '../deps.js';
import { wireTicketAlone } from '../encode-ticket.js';
import { detailReply, writeForUser } from '../long-detail.js';
import { AddMessageRequest, RateTicketRequest, TicketQueryRequest } from '../ticket-codecs.js';
import { legacyTicketSchema, legacyTicketsSchema } from '../ticket-schemas.js';
import { found, row } from './row.js';

interface Request {
  readonly caller: Actor | null;
  readonly email: EmailAddress | null;
  readonly ticketNumber: string;
  /** The client's. */
  readonly address: string;
}

type ReadFailure = AuthRequired | AccessDenied | NotFound | GetTicketFailure | Unavailable;

/** Does something with a ticket of whoever asks, and reads it then as it is. */
const withTicket =
  ({ getTicket, getTranscript }: UseCases) =>
  <F>(
    { caller, email, ticketNumber: key, address: from }: Request,
    act: (asker: Asker, conversation: Ticketed) => TaskEither<F, unknown>,
  ): TaskEither<F | ReadFailure, Transcript> =>
  async () => {
    const asker = askerOf(caller, email, from);
    if (isLeft(asker)) return asker;
    const { actor, address } = asker.right;
    const own = await getTicket(actor, { key, address })();
    if (isLeft(own)) return own;
    const acted = await act(asker.right, own.right)();
    return isLeft(acted) ? acted : getTranscript(actor, own.right.id)();
  };

const nothing = (): TaskEither<never, void> => () => Promise.resolve(right(undefined));

const READING = {
  AuthRequired: true,
  AccessDenied: true,
  NotFound: true,
  RateLimited: true,
  Unavailable: true,
} as const;

const told =
  (deps: LivechatDialectDeps) =>
  (status: 200 | 201, message: string, transcript: Transcript): HttpReply =>
    detailReply(
      {
        status,
        message,
        name: 'ticket',
        detail: wireTicketAlone(ticketed(transcript.conversation).ticket),
      },
      transcript,
      writeForUser(deps),
    );

const common = { access: 'anyone', output: legacyTicketSchema } as const;

/** Document 004, "Legacy Ticket Endpoints"; design, section 6: with a token, or by an email address, as all of the kind. */
export const ticketByNumberRoute = (deps: LivechatDialectDeps): Route => {
  const on = withTicket(deps.useCases);
  const tell = told(deps);
  const route = row({
    ...common,
    method: 'GET',
    path: '/api/v1/support/ticket',
    summary: 'A ticket by its number, with its messages, oldest first (of older apps)',
    body: 'none',
    input: TicketQueryRequest,
    failures: READING,
    run: (caller, { query: { ticket_number: ticketNumber, email } }, { address }) =>
      on({ caller, email, ticketNumber, address }, nothing),
    reply: (transcript) => tell(200, 'Ticket retrieved', transcript),
  });
  return forAppsOrUsers(deps.appKeys, route);
};

export const addMessageRoute = (deps: LivechatDialectDeps): Route => {
  const { useCases, appKeys } = deps;
  const on = withTicket(useCases);
  const tell = told(deps);
  const route = row({
    ...common,
    method: 'POST',
    path: '/api/v1/support/ticket/add-message',
    summary: 'Add a message to a ticket (of older apps)',
    body: 'json',
    input: AddMessageRequest,
    failures: { ...READING, ValidationFailed: true, ConversationClosed: true, Conflict: true },
    run: (caller, { body }, { address: from }) =>
      on(
        { caller, email: body.email, ticketNumber: body.ticket_number, address: from },
        ({ actor, address }, { id: conversationId }) =>
          useCases.sendMessage(actor, {
            conversationId,
            text: body.message,
            kind: 'text',
            clientMessageId: body.clientMessageId,
            ifLastSeq: body.ifLastSeq,
            claims: false,
            ...(address === null ? {} : { address }),
          }),
      ),
    reply: (transcript) => tell(201, 'Message added', transcript),
  });
  return forAppsOrUsers(appKeys, route);
};

export const rateTicketRoute = (deps: LivechatDialectDeps): Route => {
  const { useCases, appKeys } = deps;
  const on = withTicket(useCases);
  const tell = told(deps);
  const route = row({
    ...common,
    method: 'POST',
    path: '/api/v1/support/ticket/:ticketNumber/rate',
    summary: 'Rate what came of a ticket once its conversation is closed (of older apps)',
    body: 'json',
    input: RateTicketRequest,
    failures: { ...READING, ValidationFailed: true, NotClosed: true, AlreadyRated: true },
    run: (caller, { params: { ticketNumber }, body }, { address: from }) =>
      on({ caller, email: body.email, ticketNumber, address: from }, ({ actor }, { id }) =>
        useCases.rateConversation(actor, {
          conversationId: id,
          stars: body.rating,
          feedback: body.feedback,
        }),
      ),
    reply: (transcript) => tell(201, 'Ticket rated', transcript),
  });
  return forAppsOrUsers(appKeys, route);
};

export const ownTicketsRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/v1/support/my-tickets',
    summary: 'The tickets of whoever asks, latest activity first (of older apps)',
    access: 'token',
    body: 'none',
    input: object({ query: OwnQuery }),
    output: legacyTicketsSchema,
    failures: { AccessDenied: true, Unavailable: true },
    run: (actor, { query: { page, limit } }) =>
      useCases.listOwnTickets(actor, {
        page: page ?? 1,
        limit: limit ?? (page === null ? MAX_LIMIT : DEFAULT_LIMIT),
      }),
    reply: ({ items, total }) =>
      found('Tickets fetched', {
        tickets: items.map((conversation) => wireTicketAlone(ticketed(conversation).ticket)),
        total,
      }),
  });
