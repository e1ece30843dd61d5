import { left } from 'fp-ts/lib/TaskEither.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import { notAllowed } from '../../../../domain/failure.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { Caller, EventRow, Reply } from '../../gateway/dialect.js';
import { eventRow } from '../common/event-row.js';
import { ConversationPayload, JoinPayload, SendPayload } from './codecs.js';
import { wireMessage } from './encode.js';
import { refusalOf, refuseFrame } from './failures.js';
import { conversationIdSchema, messageSchema, succeededSchema } from './schemas.js';

const row = eventRow({ refuse: refuseFrame, refusalOf });

const succeeded = (data: unknown): unknown => ({ success: true, data });

const ofConversation = ({ conversationId }: { readonly conversationId: ConversationId }): string =>
  conversationId;

const sendRow = ({ sendMessage }: UseCases): EventRow =>
  row({
    event: 'message:send',
    summary: 'Send a message to a conversation',
    input: SendPayload,
    output: succeededSchema(messageSchema),
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      Conflict: true,
      Unavailable: true,
    },
    key: ofConversation,
    pipelined: true,
    run: ({ actor }, { messageType, ...payload }, entered) =>
      // Only issuing a code posts one.
      messageType === 'auth_code'
        ? left(notAllowed)
        : sendMessage(
            actor,
            {
              conversationId: payload.conversationId,
              text: payload.message,
              kind: messageType,
              clientMessageId: payload.clientMessageId,
              ifLastSeq: payload.ifLastSeq,
              claims: true,
            },
            entered,
          ),
    reply: ({ conversation, message, fresh }) => ({
      frames: [],
      acknowledgement: succeeded(wireMessage(conversation.id, message)),
      echo: { conversation, event: message, fresh },
    }),
  });

const joinRow = ({ joinConversation }: UseCases): EventRow =>
  row({
    event: 'conversation:join',
    summary: 'Hear a conversation live from now on',
    input: JoinPayload,
    output: succeededSchema(conversationIdSchema),
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ofConversation,
    run: ({ actor }, { conversationId }) => joinConversation(actor, { conversationId }),
    reply: (conversation) => {
      const data = { conversationId: conversation.id };
      return {
        follow: { conversation },
        frames: [{ event: 'conversation:joined', data }],
        acknowledgement: succeeded(data),
      };
    },
  });

const leaveRow = ({ leaveConversation }: UseCases): EventRow =>
  row({
    event: 'conversation:leave',
    summary: 'Hear a conversation no longer',
    input: ConversationPayload,
    output: succeededSchema(conversationIdSchema),
    failures: {},
    key: ofConversation,
    run: ({ actor }, input) => leaveConversation(actor, input),
    reply: (data) => ({
      unfollow: data.conversationId,
      frames: [{ event: 'conversation:left', data }],
      acknowledgement: succeeded(data),
    }),
  });

const typingRow = ({ indicateTyping }: UseCases, event: string, typing: boolean): EventRow =>
  row({
    event,
    summary: typing ? 'Show the others that one is typing' : 'Show the others that one has stopped',
    input: ConversationPayload,
    output: succeededSchema(conversationIdSchema),
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ofConversation,
    run: ({ actor, followed }: Caller, { conversationId }) =>
      indicateTyping(actor, { conversationId, typing, followed: followed(conversationId) }),
    reply: ({ conversationId }): Reply => ({
      typing: { conversationId, typing },
      frames: [],
      acknowledgement: succeeded({ conversationId }),
    }),
  });

/** Client → server events of documents 000 and 001. */
export const eventRows = (useCases: UseCases): readonly EventRow[] => [
  sendRow(useCases),
  joinRow(useCases),
  leaveRow(useCases),
  typingRow(useCases, 'typing:start', true),
  typingRow(useCases, 'typing:stop', false),
];
