import { chainW as chain, left, right, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import { type Actor, isStaff } from '../../../../domain/actor.js';
import { noConversation, type NotFound, type Unavailable } from '../../../../domain/failure.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { Route } from '../../gateway/dialect.js';
import type { HttpReply } from '../../gateway/transport.js';
import { ownCodesShown } from '../common/code-form.js';
import { object } from '../common/codecs.js';
import { listing } from '../common/listing.js';
import { paginationOf } from '../common/pagination.js';
import { uploading } from '../common/uploading.js';
import { CreateRequest, GroupPayload, PageQuery } from './codecs.js';
import type { ServanaDialectDeps } from './deps.js';
import { wireChatGroup, wireGroupOfClient, wireMessage } from './encode.js';
import { requestProblem } from './failures.js';
import { openChatGroup } from './opening.js';
import { route } from './row.js';
import {
  chatGroupSchema,
  chatGroupsSchema,
  historySchema,
  messageSchema,
  succeeded,
} from './schemas.js';

export const BASES = ['/api/servana'] as const;

const GROUPS = '/api/servana/chat-groups';

const answered = (status: number, data: object): HttpReply => ({
  status,
  body: { success: true, data },
});

const openRoute = ({ useCases, write }: ServanaDialectDeps): Route =>
  route({
    method: 'POST',
    path: GROUPS,
    summary: 'Open a chat group of one’s own, in a department or in none',
    access: 'token',
    body: 'json',
    input: CreateRequest,
    output: succeeded(chatGroupSchema),
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      Conflict: true,
      RateLimited: true,
      Unavailable: true,
    },
    run: (actor: Actor, { body }) => openChatGroup(useCases)(actor, body),
    reply: ({ conversation }) => answered(201, wireChatGroup(conversation, write)),
  });

const listRoute = ({ useCases, write }: ServanaDialectDeps): Route => {
  const list = listing(useCases);
  return route({
    method: 'GET',
    path: GROUPS,
    summary: 'The chat groups of whoever asks, or all that staff may see; latest activity first',
    access: 'token',
    body: 'none',
    input: object({ query: PageQuery }),
    output: chatGroupsSchema,
    failures: { AccessDenied: true, Unavailable: true },
    run: (actor: Actor, { query: { page, limit } }) => list(actor, { page: page ?? 1, limit }),
    reply: ({ items }, _input, actor) => {
      const wire = isStaff(actor) ? wireGroupOfClient : wireChatGroup;
      return answered(
        200,
        items.map((one) => wire(one, write)),
      );
    },
  });
};

/** Which conversation a path is about, whoever asks. */
const groupIn =
  ({ identifyNumber }: Pick<UseCases, 'identifyNumber'>) =>
  (chatGroupId: string): TaskEither<NotFound | Unavailable, ConversationId> =>
    pipe(
      identifyNumber(Number(chatGroupId)),
      chain((id) => (id === null ? left(noConversation) : right(id))),
    );

const historyRoute = ({ useCases, codeDigits, ...wording }: ServanaDialectDeps): Route => {
  const conversationIn = groupIn(useCases);
  return route({
    method: 'GET',
    path: `${GROUPS}/:chatGroupId/messages`,
    summary: 'A page of the messages of a chat group, or the newest of them; oldest first',
    access: 'token',
    body: 'none',
    input: object({ params: GroupPayload, query: PageQuery }),
    output: historySchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    run: (actor: Actor, { params, query: { page, limit } }) =>
      pipe(
        conversationIn(params.chatGroupId),
        chain((conversationId) =>
          useCases.getHistory(actor, {
            conversationId,
            window: page === null ? { newest: limit } : { page, limit },
          }),
        ),
      ),
    reply: ({ conversation, messages, total, ownCodes }, { query: { page, limit } }) => {
      const code = ownCodesShown(codeDigits, ownCodes);
      return answered(200, {
        messages: messages.map((one) => wireMessage(conversation.number, one, wording, code)),
        pagination: paginationOf(total, page, limit),
      });
    },
  });
};

const attachmentsRoute = ({ useCases, ...wording }: ServanaDialectDeps): Route => {
  const conversationIn = groupIn(useCases);
  return route({
    path: `${GROUPS}/:chatGroupId/attachments`,
    summary: 'Send files to a chat group, as one message',
    access: 'token',
    output: succeeded(messageSchema),
    ...uploading({
      useCases,
      problem: requestProblem,
      params: GroupPayload,
      conversationIn: ({ chatGroupId }) => conversationIn(chatGroupId),
      claims: true,
      answer: (message, { chatGroupId }) =>
        answered(201, wireMessage(Number(chatGroupId), message, wording)),
    }),
  });
};

/** Design, section 6: the document has none. */
export const routes = (deps: ServanaDialectDeps): readonly Route[] => [
  openRoute(deps),
  listRoute(deps),
  historyRoute(deps),
  attachmentsRoute(deps),
];
