import { pipe } from 'fp-ts/lib/function.js';
import { chainW as chain } from 'fp-ts/lib/TaskEither.js';
import { noTicket } from '../../../../domain/failure.js';
import type { EventRow, Reply } from '../../gateway/dialect.js';
import { ownCodesShown } from '../common/code-form.js';
import { ConversationNames } from '../common/conversation-names.js';
import { eventRow } from '../common/event-row.js';
import { paginationOf } from '../common/pagination.js';
import { RESUME_FAILURES } from '../common/since.js';
import { typingIndication } from '../common/typing-indication.js';
import { HistoryPayload, JoinPayload, TicketPayload } from './codecs.js';
import type { TicketsDialectDeps } from './deps.js';
import { wireMessage } from './encode.js';
import { refusalOf, refuseFrame } from './failures.js';
import type { Resends } from './resends.js';
import { doneSchema, loadedSchema, ticketIdSchema } from './schemas.js';
import { sendRow, type Sent } from './send-row.js';

const row = eventRow({ refuse: refuseFrame, refusalOf });

const joinRow = (
  { useCases: { resumeConversation } }: TicketsDialectDeps,
  names: ConversationNames,
): EventRow =>
  row({
    event: 'join_ticket',
    summary: 'Hear a ticket live from now on',
    input: JoinPayload,
    output: ticketIdSchema,
    failures: { AccessDenied: true, NotFound: true, ...RESUME_FAILURES },
    key: ({ ticketId }) => names.keyOf(ticketId),
    run: (caller, { ticketId, since }) =>
      pipe(
        names.found(caller, ticketId),
        chain((conversation) => resumeConversation({ conversation, since })),
      ),
    reply: ({ conversation, after }, { ticketId }) => ({
      follow: { conversation, after, ...(ticketId === conversation.id ? {} : { name: ticketId }) },
      frames: [{ event: 'joined_ticket', data: { ticketId } }],
      acknowledgement: { ticketId },
    }),
  });

const leaveRow = (names: ConversationNames): EventRow =>
  row({
    event: 'leave_ticket',
    summary: 'Hear a ticket no longer',
    input: TicketPayload,
    output: ticketIdSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ({ ticketId }) => names.keyOf(ticketId),
    run: (caller, { ticketId }) => names.located(caller, ticketId),
    reply: (conversationId, { ticketId }) => ({
      unfollow: conversationId,
      frames: [{ event: 'left_ticket', data: { ticketId } }],
      acknowledgement: { ticketId },
    }),
  });

const historyRow = (
  { useCases, codeDigits, publicUrl }: TicketsDialectDeps,
  names: ConversationNames,
): EventRow =>
  row({
    event: 'get_messages',
    summary: 'The messages of a ticket, oldest first: the newest, or a page',
    input: HistoryPayload,
    output: loadedSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ({ ticketId }) => names.keyOf(ticketId),
    run: (caller, { ticketId, page, limit }) => {
      const window = page === null ? { newest: limit } : { page, limit };
      return pipe(
        names.located(caller, ticketId),
        chain((conversationId) => useCases.getHistory(caller.actor, { conversationId, window })),
      );
    },
    reply: ({ messages, total, ownCodes }, { ticketId, page, limit }) => {
      const code = ownCodesShown(codeDigits, ownCodes);
      const data = {
        ticketId,
        messages: messages.map((message) => wireMessage(ticketId, message, publicUrl, code)),
        pagination: paginationOf(total, page, limit),
      };
      return { frames: [{ event: 'messages_loaded', data }], acknowledgement: data };
    },
  });

const typingRow = (
  { useCases }: TicketsDialectDeps,
  names: ConversationNames,
  event: string,
  typing: boolean,
): EventRow =>
  row({
    event,
    summary: typing ? 'Show the others that one is typing' : 'Show the others that one has stopped',
    input: TicketPayload,
    output: doneSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ({ ticketId }) => names.keyOf(ticketId),
    run: (caller, { ticketId }) =>
      pipe(
        names.located(caller, ticketId),
        chain((id) => typingIndication(useCases.indicateTyping, typing)(caller, id)),
      ),
    reply: ({ conversationId }): Reply => ({
      typing: { conversationId, typing },
      frames: [],
      acknowledgement: { success: true },
    }),
  });

/** Document 003, "Ticket Management", "Messages" and "Typing Indicators". */
export const eventRows = (
  deps: TicketsDialectDeps,
  resends: Resends<Sent>,
): readonly EventRow[] => {
  const { identifyConversation: identify, getConversation } = deps.useCases;
  const names = new ConversationNames({ identify, getConversation, none: noTicket });
  return [
    joinRow(deps, names),
    leaveRow(names),
    historyRow(deps, names),
    sendRow(deps, names, resends),
    typingRow(deps, names, 'typing_start', true),
    typingRow(deps, names, 'typing_stop', false),
  ];
};
