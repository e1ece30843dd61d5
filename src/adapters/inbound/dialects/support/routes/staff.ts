import type { Route } from '../../../gateway/dialect.js';
import { object } from '../../common/codecs.js';
import { CloseBody, ConversationPayload } from '../codecs.js';
import type { SupportDialectDeps } from '../deps.js';
import { wireConversation } from '../encode.js';
import { formFor } from '../guest-form.js';
import { conversationSchema, succeededSchema } from '../schemas.js';
import { row, succeeded } from './row.js';

/** Neither document has a way to close (design, section 6). */
export const closeRoute = ({ useCases, guestIds }: SupportDialectDeps): Route =>
  row({
    method: 'POST',
    path: '/api/admin/support/conversations/:conversationId/close',
    summary: 'Closes a conversation, for staff; one that is closed stays as it is',
    access: 'token',
    body: 'json',
    input: object({ params: ConversationPayload, body: CloseBody }),
    output: succeededSchema(conversationSchema),
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      Conflict: true,
      NotFound: true,
      Unavailable: true,
    },
    run: (actor, { params: { conversationId }, body: { note } }) =>
      useCases.closeConversation(actor, { conversationId, note }),
    reply: (conversation, { params }, caller) =>
      succeeded(wireConversation(params.conversationId, conversation, formFor(guestIds, caller))),
  });
