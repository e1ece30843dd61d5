import { right as taskRight } from 'fp-ts/lib/TaskEither.js';
import type { Route } from '../../../gateway/dialect.js';
import { uploading } from '../../common/uploading.js';
import { ConversationPayload } from '../codecs.js';
import type { SupportDialectDeps } from '../deps.js';
import { wireMessage } from '../encode.js';
import { requestProblem } from '../failures.js';
import { formFor } from '../guest-form.js';
import { messageSchema, succeededSchema } from '../schemas.js';
import { row } from './row.js';

export const attachmentsRoute = ({ useCases, guestIds, ...wording }: SupportDialectDeps): Route =>
  row({
    path: '/api/support/conversation/:conversationId/attachments',
    summary: 'Send files to a conversation, as one message',
    access: 'guest',
    output: succeededSchema(messageSchema),
    ...uploading({
      useCases,
      problem: requestProblem,
      params: ConversationPayload,
      conversationIn: ({ conversationId }) => taskRight(conversationId),
      claims: true,
      answer: (message, { conversationId }, by) => {
        const data = wireMessage(conversationId, message, formFor(guestIds, by), wording);
        return { status: 201, body: { success: true, data } };
      },
    }),
  });
