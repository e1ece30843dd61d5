import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { left as fail, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type * as t from 'io-ts';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { Actor } from '../../../../domain/actor.js';
import { type Failure, notAllowed } from '../../../../domain/failure.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { EventHandler, Reply } from '../../gateway/dialect.js';
import { decode } from '../common/codecs.js';
import { ConversationPayload, SendPayload } from './codecs.js';
import { wireMessage } from './encode.js';
import { refuseFrame } from './failures.js';

interface Event<I extends { readonly conversationId: ConversationId }, O> {
  readonly codec: t.Type<I>;
  readonly pipelined?: boolean;
  readonly useCase: (actor: Actor, input: I) => TaskEither<Failure, O>;
  readonly reply: (output: O) => Reply;
}

const event =
  <I extends { readonly conversationId: ConversationId }, O>(row: Event<I, O>): EventHandler =>
  (payload) => {
    const input = decode(row.codec, payload);
    if (isLeft(input)) return left(refuseFrame({ kind: 'ValidationFailed', issues: input.left }));
    return right({
      key: input.right.conversationId,
      pipelined: row.pipelined ?? false,
      run: async (actor) => {
        const output = await row.useCase(actor, input.right)();
        return isLeft(output) ? refuseFrame(output.left) : row.reply(output.right);
      },
    });
  };

const succeeded = (data: unknown): unknown => ({ success: true, data });

/** Client → server events of documents 000 and 001. */
export const inboundEvents = (useCases: UseCases): ReadonlyMap<string, EventHandler> =>
  new Map([
    [
      'message:send',
      event({
        codec: SendPayload,
        pipelined: true,
        useCase: (actor, payload) =>
          // Only issuing a code posts one.
          payload.messageType === 'auth_code'
            ? fail(notAllowed)
            : useCases.sendMessage(actor, {
                conversationId: payload.conversationId,
                text: payload.message,
                kind: payload.messageType,
                clientMessageId: payload.clientMessageId ?? payload.client_message_id,
                ifLastSeq: payload.ifLastSeq,
                claims: true,
              }),
        reply: ({ conversation, message, fresh }) => ({
          frames: [],
          acknowledgement: succeeded(wireMessage(conversation.id, message)),
          echo: { conversation, event: message, fresh },
        }),
      }),
    ],
    [
      'conversation:join',
      event({
        codec: ConversationPayload,
        useCase: useCases.joinConversation,
        reply: (conversation) => {
          const data = { conversationId: conversation.id };
          return {
            follow: conversation,
            frames: [{ event: 'conversation:joined', data }],
            acknowledgement: succeeded(data),
          };
        },
      }),
    ],
    [
      'conversation:leave',
      event({
        codec: ConversationPayload,
        useCase: useCases.leaveConversation,
        reply: ({ conversationId }) => {
          const data = { conversationId };
          return {
            unfollow: conversationId,
            frames: [{ event: 'conversation:left', data }],
            acknowledgement: succeeded(data),
          };
        },
      }),
    ],
  ]);
