import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { Actor } from '../../../../domain/actor.js';
import type { Failure, Issue } from '../../../../domain/failure.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { Route } from '../../gateway/dialect.js';
import type { HttpReply, HttpRequest } from '../../gateway/transport.js';
import { decode } from '../common/codecs.js';
import { channel } from './channel.js';
import { ConversationPayload, GetOrStartQuery, HistoryQuery } from './codecs.js';
import { wireConversation, wireDetails, wireMessage } from './encode.js';
import { refuseRequest } from './failures.js';

export const BASES = ['/api/support', '/api/admin/support'] as const;

const DETAILS_MESSAGES = 50;

const succeeded = (data: unknown): HttpReply => ({ status: 200, body: { success: true, data } });

const answer = async <O>(
  task: TaskEither<Failure, O>,
  encode: (output: O) => unknown,
): Promise<HttpReply> => {
  const output = await task();
  return isLeft(output) ? refuseRequest(output.left) : succeeded(encode(output.right));
};

const invalid = (issues: readonly Issue[]): HttpReply =>
  refuseRequest({ kind: 'ValidationFailed', issues });

/** A route about one conversation, named in its path. */
const ofConversation =
  (handle: (actor: Actor, id: ConversationId, request: HttpRequest) => Promise<HttpReply>) =>
  async (actor: Actor, request: HttpRequest): Promise<HttpReply> => {
    const params = decode(ConversationPayload, request.params);
    return isLeft(params)
      ? invalid(params.left)
      : handle(actor, params.right.conversationId, request);
  };

/** REST endpoints of document 001. */
export const routes = (useCases: UseCases): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/support/conversation',
    access: 'token',
    body: 'none',
    handle: async (actor, { query }) => {
      const options = decode(GetOrStartQuery, query);
      if (isLeft(options)) return invalid(options.left);
      return answer(
        useCases.getOrStartConversation(actor, {
          channel,
          type: options.right.type,
          subject: null,
        }),
        ({ conversation }) => wireConversation(conversation),
      );
    },
  },
  {
    method: 'GET',
    path: '/api/support/conversation/:conversationId/messages',
    access: 'token',
    body: 'none',
    handle: ofConversation(async (actor, conversationId, { query }) => {
      const window = decode(HistoryQuery, query);
      if (isLeft(window)) return invalid(window.left);
      const { page, limit } = window.right;
      return answer(
        useCases.getHistory(actor, { conversationId, window: { page, limit } }),
        ({ messages, total }) => ({
          messages: messages.map((message) => wireMessage(conversationId, message)),
          pagination: { total, page, limit, totalPages: Math.ceil(total / limit) },
        }),
      );
    }),
  },
  {
    method: 'GET',
    path: '/api/support/conversation/:conversationId',
    access: 'token',
    body: 'none',
    handle: ofConversation((actor, conversationId) =>
      answer(
        useCases.getHistory(actor, { conversationId, window: { newest: DETAILS_MESSAGES } }),
        ({ conversation, messages }) => wireDetails(conversation, messages),
      ),
    ),
  },
];
