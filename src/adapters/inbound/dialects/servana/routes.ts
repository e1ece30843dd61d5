import { chainW as chain, left, right } from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Actor } from '../../../../domain/actor.js';
import { noConversation } from '../../../../domain/failure.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { Route } from '../../gateway/dialect.js';
import type { HttpReply } from '../../gateway/transport.js';
import { object } from '../common/codecs.js';
import { listing } from '../common/listing.js';
import { uploading } from '../common/uploading.js';
import { CreateRequest, GroupPayload, ListQuery } from './codecs.js';
import type { ServanaDialectDeps } from './deps.js';
import { wireChatGroup, wireMessage } from './encode.js';
import { requestProblem } from './failures.js';
import { openChatGroup } from './opening.js';
import { route } from './row.js';
import { chatGroupSchema, chatGroupsSchema, messageSchema, succeeded } from './schemas.js';

export const BASES = ['/api/servana'] as const;

const GROUPS = '/api/servana/chat-groups';

const answered = (status: number, data: object): HttpReply => ({
  status,
  body: { success: true, data },
});

const openRoute = ({ useCases }: ServanaDialectDeps): Route =>
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
    reply: ({ conversation }) => answered(201, wireChatGroup(conversation)),
  });

const listRoute = ({ useCases }: ServanaDialectDeps): Route => {
  const list = listing(useCases);
  return route({
    method: 'GET',
    path: GROUPS,
    summary: 'The chat groups of whoever asks, or all that staff may see; latest activity first',
    access: 'token',
    body: 'none',
    input: object({ query: ListQuery }),
    output: chatGroupsSchema,
    failures: { AccessDenied: true, Unavailable: true },
    run: (actor: Actor, { query: { page, limit } }) => list(actor, { page: page ?? 1, limit }),
    reply: ({ items }) => answered(200, items.map(wireChatGroup)),
  });
};

const attachmentsRoute = ({ useCases, publicUrl }: ServanaDialectDeps): Route =>
  route({
    path: `${GROUPS}/:chatGroupId/attachments`,
    summary: 'Send files to a chat group, as one message',
    access: 'token',
    output: succeeded(messageSchema),
    ...uploading({
      useCases,
      problem: requestProblem,
      params: GroupPayload,
      conversationIn: ({ chatGroupId }) =>
        pipe(
          useCases.identifyNumber(Number(chatGroupId)),
          chain((id: ConversationId | null) => (id === null ? left(noConversation) : right(id))),
        ),
      claims: true,
      answer: (message, { chatGroupId }) =>
        answered(201, wireMessage(Number(chatGroupId), message, publicUrl)),
    }),
  });

/** Design, section 6: the document has none. */
export const routes = (deps: ServanaDialectDeps): readonly Route[] => [
  openRoute(deps),
  listRoute(deps),
  attachmentsRoute(deps),
];
