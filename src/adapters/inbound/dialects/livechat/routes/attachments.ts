import { right as taskRight } from 'fp-ts/lib/TaskEither.js';
import type { Route } from '../../../gateway/dialect.js';
import { uploading } from '../../common/uploading.js';
import { ConversationPath } from '../codecs.js';
import type { LivechatDialectDeps } from '../deps.js';
import { messageAlone } from '../encode.js';
import { requestProblem } from '../failures.js';
import { addedSchema, repliedSchema } from '../schemas.js';
import { done, row } from './row.js';

/** `extra` is what the answer says beside the message. */
const files = ({ useCases, publicUrl }: LivechatDialectDeps, words: string, extra: object) =>
  uploading({
    useCases,
    problem: requestProblem,
    params: ConversationPath,
    conversationIn: ({ id }) => taskRight(id),
    claims: false,
    answer: (message, { id }) =>
      done(words, { conversation_id: id, message: messageAlone(message, publicUrl), ...extra }),
  });

/** Answered like document 004's "Send Message" to a conversation that is there. */
export const attachmentsRoute = (deps: LivechatDialectDeps): Route =>
  row({
    path: '/api/v1/support/conversations/:id/attachments',
    summary: 'Send files to a conversation, as one message',
    access: 'token',
    output: addedSchema,
    ...files(deps, 'Message sent', { is_new: false }),
  });

/** Like a reply of staff. */
export const staffAttachmentsRoute = (deps: LivechatDialectDeps): Route =>
  row({
    path: '/api/v1/unified-admin/support/conversations/:id/attachments',
    summary: 'Answer the customer with files, as who has claimed the conversation',
    access: 'staff',
    output: repliedSchema,
    ...files(deps, 'Reply sent', {}),
  });
