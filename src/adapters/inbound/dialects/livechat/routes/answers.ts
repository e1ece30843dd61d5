import type { MessagePosted, NoteAdded } from '../../../../../domain/conversation-event.js';
import type { ConversationId } from '../../../../../domain/ids.js';
import type { Route } from '../../../gateway/dialect.js';
import type { HttpReply } from '../../../gateway/transport.js';
import type { PublicUrl } from '../../common/attachments.js';
import { NoteRequest, ReplyRequest } from '../codecs.js';
import type { LivechatDialectDeps } from '../deps.js';
import { messageAlone } from '../encode.js';
import { noteAddedSchema, repliedSchema } from '../schemas.js';
import { done, row } from './row.js';

const BASE = '/api/v1/unified-admin/support/conversations/:id';

const added = (
  words: string,
  id: ConversationId,
  entry: MessagePosted | NoteAdded,
  publicUrl: PublicUrl,
): HttpReply => done(words, { conversation_id: id, message: messageAlone(entry, publicUrl) });

/** Exclusive: the assignee's; nobody claims by it, since here there is a way to. */
export const replyRoute = ({ useCases, publicUrl }: LivechatDialectDeps): Route =>
  row({
    method: 'POST',
    path: `${BASE}/reply`,
    summary: 'Answer the customer, as who has claimed the conversation',
    access: 'staff',
    body: 'json',
    input: ReplyRequest,
    output: repliedSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      Conflict: true,
      RateLimited: true,
      Unavailable: true,
    },
    run: (actor, { params: { id: conversationId }, body }) =>
      useCases.sendMessage(actor, {
        conversationId,
        text: body.message,
        kind: 'text',
        clientMessageId: body.clientMessageId,
        ifLastSeq: body.ifLastSeq,
        claims: false,
      }),
    reply: ({ message }, { params: { id } }) => added('Reply sent', id, message, publicUrl),
  });

export const noteRoute = ({ useCases, publicUrl }: LivechatDialectDeps): Route =>
  row({
    method: 'POST',
    path: `${BASE}/note`,
    summary: 'Leave a word for staff, which the customer never sees',
    access: 'staff',
    body: 'json',
    input: NoteRequest,
    output: noteAddedSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      Conflict: true,
      RateLimited: true,
      Unavailable: true,
    },
    run: (actor, { params: { id: conversationId }, body: { message: text, clientMessageId } }) =>
      useCases.addNote(actor, { conversationId, text, clientMessageId }),
    reply: (note, { params: { id } }) => added('Note added', id, note, publicUrl),
  });
