import { left } from 'fp-ts/lib/TaskEither.js';
import { notAllowed } from '../../../../domain/failure.js';
import type { ConversationId } from '../../../../domain/ids.js';
import { type EventRow, guestIdentity, type Reply } from '../../gateway/dialect.js';
import { eventRow } from '../common/event-row.js';
import { RESUME_FAILURES } from '../common/since.js';
import { ownCodesShown } from '../common/code-form.js';
import { typingIndication } from '../common/typing-indication.js';
import { ConversationPayload, JoinPayload, ReadPayload, SendPayload } from './codecs.js';
import { wireMessage, wireRead } from './encode.js';
import { refusalOf, refuseFrame } from './failures.js';
import { formFor } from './guest-form.js';
import { joining } from './joining.js';
import { receivedFrame } from './outbound.js';
import { conversationIdSchema, messageSchema, readSchema, succeededSchema } from './schemas.js';
import type { SupportDialectDeps } from './deps.js';

const row = eventRow({ refuse: refuseFrame, refusalOf });

const succeeded = (data: unknown): unknown => ({ success: true, data });

const ofConversation = ({ conversationId }: { readonly conversationId: ConversationId }): string =>
  conversationId;

const sendRow = ({ useCases, guestIds, ...wording }: SupportDialectDeps): EventRow =>
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
      RateLimited: true,
      Unavailable: true,
    },
    key: ofConversation,
    pipelined: true,
    run: ({ actor, called }, { messageType, ...payload }, entered) =>
      // Only issuing a code posts one.
      messageType === 'auth_code'
        ? left(notAllowed)
        : useCases.sendMessage(
            actor,
            {
              conversationId: called(payload.conversationId),
              text: payload.message,
              kind: messageType,
              clientMessageId: payload.clientMessageId,
              ifLastSeq: payload.ifLastSeq,
              claims: true,
            },
            entered,
          ),
    reply: ({ conversation, message, fresh }, { conversationId }, { actor }) => ({
      frames: [],
      acknowledgement: succeeded(
        wireMessage(conversationId, message, formFor(guestIds, actor), wording),
      ),
      echo: { conversation, event: message, fresh },
    }),
  });

const joinRow = (deps: SupportDialectDeps): EventRow => {
  const { useCases, guestIds, codeDigits, ...wording } = deps;
  const join = joining(useCases);
  return row({
    event: 'conversation:join',
    summary: 'Hear a conversation live from now on',
    input: JoinPayload,
    output: succeededSchema(conversationIdSchema),
    failures: { AccessDenied: true, NotFound: true, ...RESUME_FAILURES },
    key: ofConversation,
    run: (caller, { conversationId, since }) => join(caller, conversationId, since),
    reply: ({ conversation, after, guest, earlier }, data, { actor }) => {
      const form = formFor(guestIds, guest ?? actor);
      const { conversationId: name } = data;
      const code = ownCodesShown(codeDigits, earlier?.ownCodes ?? new Set());
      return {
        ...(guest === null ? {} : { identity: guestIdentity(guest) }),
        follow: { conversation, after, ...(name === conversation.id ? {} : { name }) },
        frames: [
          { event: 'conversation:joined', data: { conversationId: name } },
          ...(earlier?.messages ?? []).map((message) =>
            receivedFrame(
              wireMessage(name, message, form, wording, code, earlier?.read.has(message.seq)),
            ),
          ),
        ],
        acknowledgement: succeeded({ conversationId: name }),
      };
    },
  });
};

const leaveRow = ({ useCases: { leaveConversation } }: SupportDialectDeps): EventRow =>
  row({
    event: 'conversation:leave',
    summary: 'Hear a conversation no longer',
    input: ConversationPayload,
    output: succeededSchema(conversationIdSchema),
    failures: {},
    key: ofConversation,
    run: ({ actor }, input) => leaveConversation(actor, input),
    reply: (data, _input, { called }) => ({
      unfollow: called(data.conversationId),
      frames: [{ event: 'conversation:left', data }],
      acknowledgement: succeeded(data),
    }),
  });

const typingRow = (
  { useCases: { indicateTyping } }: SupportDialectDeps,
  event: string,
  typing: boolean,
): EventRow =>
  row({
    event,
    summary: typing ? 'Show the others that one is typing' : 'Show the others that one has stopped',
    input: ConversationPayload,
    output: succeededSchema(conversationIdSchema),
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ofConversation,
    run: (caller, { conversationId: name }) =>
      typingIndication(indicateTyping, typing)(caller, name),
    reply: ({ conversationId }, { conversationId: name }): Reply => ({
      typing: { conversationId, typing },
      frames: [],
      acknowledgement: succeeded({ conversationId: name }),
    }),
  });

const readRow = ({ useCases: { readMessage }, guestIds }: SupportDialectDeps): EventRow =>
  row({
    event: 'message:read',
    summary: 'Mark a message as read, wherever it is',
    input: ReadPayload,
    output: succeededSchema(readSchema),
    failures: { NotFound: true, Unavailable: true },
    key: ({ messageId, conversationId }) => conversationId ?? messageId,
    run: ({ actor, called, followedAll, placeOf }, { messageId, conversationId }) =>
      readMessage(actor, {
        messageId,
        heard: placeOf(messageId),
        named: conversationId && called(conversationId),
        followed: followedAll(),
      }),
    reply: ({ conversation, message, mark }, _input, { actor, nameOf }) => ({
      frames: [],
      acknowledgement: succeeded(
        wireRead(nameOf(conversation.id), message.id, mark, formFor(guestIds, actor)),
      ),
    }),
  });

/** Client → server events of documents 000 and 001. */
export const eventRows = (deps: SupportDialectDeps): readonly EventRow[] => [
  sendRow(deps),
  joinRow(deps),
  leaveRow(deps),
  readRow(deps),
  typingRow(deps, 'typing:start', true),
  typingRow(deps, 'typing:stop', false),
];
