import type { Route } from '../../../gateway/dialect.js';
import { object } from '../../common/codecs.js';
import { cursorOf } from '../../common/cursors.js';
import { CloseBody, ConversationPayload, ListQuery } from '../codecs.js';
import { wireConversation } from '../encode.js';
import { publicForm } from '../guest-form.js';
import { conversationSchema, listSchema, succeededSchema } from '../schemas.js';
import type { SupportDialectDeps } from '../deps.js';
import { row, succeeded } from './row.js';

/** Document 000, "Admin Endpoints". */
export const listRoute = ({ useCases, write }: SupportDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/admin/support/conversations',
    summary: 'The conversations that somebody of staff may read, latest activity first',
    access: 'token',
    body: 'none',
    input: object({ query: ListQuery }),
    output: succeededSchema(listSchema),
    failures: { AccessDenied: true, Unavailable: true },
    run: (actor, { query: { page, cursor, limit, status, type } }) =>
      useCases.listConversations(actor, {
        filter: { status, type, assignee: null, search: null },
        after: cursor,
        page: page ?? 1,
        limit,
      }),
    reply: ({ conversations, total, next }, { query: { page, limit } }) =>
      succeeded({
        conversations: conversations.map((one) => wireConversation(one.id, one, publicForm, write)),
        pagination: {
          total,
          page: page ?? 1,
          limit,
          totalPages: Math.ceil(total / limit),
          next: next === null ? null : cursorOf(next),
        },
      }),
  });

/** Design, section 6: the documents have no other way to close. */
export const closeRoute = ({ useCases, write }: SupportDialectDeps): Route =>
  row({
    method: 'POST',
    path: '/api/admin/support/conversations/:conversationId/close',
    summary: 'Close a conversation; one that is closed stays so',
    access: 'token',
    body: 'json',
    input: object({ params: ConversationPayload, body: CloseBody }),
    output: succeededSchema(conversationSchema),
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      Conflict: true,
      Unavailable: true,
    },
    run: (actor, { params, body: { note } }) =>
      useCases.closeConversation(actor, { ...params, note }),
    reply: (conversation, { params }) =>
      succeeded(wireConversation(params.conversationId, conversation, publicForm, write)),
  });
