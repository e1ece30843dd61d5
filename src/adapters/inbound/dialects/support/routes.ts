import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { Route } from '../../gateway/dialect.js';
import type { HttpReply } from '../../gateway/transport.js';
import { object } from '../common/codecs.js';
import { routeRow } from '../common/route-row.js';
import { channel } from './channel.js';
import { ConversationPayload, GetOrStartQuery, HistoryQuery } from './codecs.js';
import { wireConversation, wireDetails, wireMessage } from './encode.js';
import { refusalOf, refuseRequest } from './failures.js';
import { conversationSchema, detailsSchema, historySchema, succeededSchema } from './schemas.js';

export const BASES = ['/api/support', '/api/admin/support'] as const;

const DETAILS_MESSAGES = 50;

const row = routeRow({ refuse: refuseRequest, refusalOf });

const succeeded = (data: unknown): HttpReply => ({ status: 200, body: { success: true, data } });

/** REST endpoints of document 001. */
export const routes = ({ getOrStartConversation, getHistory }: UseCases): readonly Route[] => [
  row({
    method: 'GET',
    path: '/api/support/conversation',
    summary: "The customer's open conversation of a type, opened if there is none",
    access: 'token',
    body: 'none',
    input: object({ query: GetOrStartQuery }),
    output: succeededSchema(conversationSchema),
    failures: { ValidationFailed: true, AccessDenied: true, Unavailable: true },
    run: (actor, { query }) =>
      getOrStartConversation(actor, { channel, type: query.type, subject: null }),
    reply: ({ conversation }) => succeeded(wireConversation(conversation)),
  }),
  row({
    method: 'GET',
    path: '/api/support/conversation/:conversationId/messages',
    summary: 'A page of the messages of a conversation, or the newest of them; oldest first',
    access: 'token',
    body: 'none',
    input: object({ params: ConversationPayload, query: HistoryQuery }),
    output: succeededSchema(historySchema),
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    run: (actor, { params, query: { page, limit } }) =>
      getHistory(actor, {
        ...params,
        window: page === null ? { newest: limit } : { page, limit },
      }),
    reply: ({ messages, total }, { params, query: { page, limit } }) => {
      const totalPages = Math.ceil(total / limit);
      return succeeded({
        messages: messages.map((message) => wireMessage(params.conversationId, message)),
        pagination: { total, page: page ?? Math.max(1, totalPages), limit, totalPages },
      });
    },
  }),
  row({
    method: 'GET',
    path: '/api/support/conversation/:conversationId',
    summary: 'A conversation with its people and its newest messages',
    access: 'token',
    body: 'none',
    input: object({ params: ConversationPayload }),
    output: succeededSchema(detailsSchema),
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    run: (actor, { params }) =>
      getHistory(actor, { ...params, window: { newest: DETAILS_MESSAGES } }),
    reply: ({ conversation, messages }) => succeeded(wireDetails(conversation, messages)),
  }),
];
