import { pipe } from 'fp-ts/lib/function.js';
import { chainW as chain, filterOrElseW as filterOrElse, left } from 'fp-ts/lib/TaskEither.js';
import { isOpen } from '../../../../domain/conversation.js';
import { conversationClosed, invalid } from '../../../../domain/failure.js';
import type { Call, EventRow } from '../../gateway/dialect.js';
import type { ConversationNames } from '../common/conversation-names.js';
import { RESUME_FAILURES } from '../common/since.js';
import { typingIndication } from '../common/typing-indication.js';
import { JoinPayload, LeavePayload, type Room, SendPayload, TypingPayload } from './codecs.js';
import type { ServanaDialectDeps } from './deps.js';
import { wireMessage, wireRoom } from './encode.js';
import { joinedGroup } from './groups.js';
import { asHimself } from './identity.js';
import { joinRoom, leaveRoom } from './rooms.js';
import { event } from './row.js';
import { doneSchema, joinedSchema, messageSchema } from './schemas.js';

const keyOf = (names: ConversationNames, { kind, name }: Room): Call['key'] =>
  kind === 'group' ? names.keyOf(name) : name;

const joinRow = ({ useCases }: ServanaDialectDeps, names: ConversationNames): EventRow => {
  const join = joinRoom(useCases, names);
  return event({
    event: 'joinChatGroup',
    summary: 'Be in a chat group, and hear what goes on there from now on',
    input: JoinPayload,
    output: joinedSchema,
    failures: {
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      ...RESUME_FAILURES,
    },
    key: ({ groupId }) => keyOf(names, groupId),
    run: (caller, { groupId, since, ...said }) =>
      asHimself(caller, said, () => join(caller, groupId, since)),
    reply: ({ name, resumed, members }) => {
      const data = wireRoom(name, 'active', members);
      return {
        ...(resumed === null ? {} : { follow: { ...resumed, name: String(name) } }),
        frames: [{ event: 'joinedRoom', data }],
        acknowledgement: data,
      };
    },
  });
};

const leaveRow = (names: ConversationNames): EventRow => {
  const leave = leaveRoom(names);
  return event({
    event: 'leaveRoom',
    summary: 'Be in a chat group no longer',
    input: LeavePayload,
    output: doneSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ({ chatGroupId }) => keyOf(names, chatGroupId),
    run: (caller, { chatGroupId }) => leave(caller, chatGroupId),
    reply: (conversation) => ({
      ...(conversation === null ? {} : { unfollow: conversation.id }),
      frames: [],
      acknowledgement: { success: true },
    }),
  });
};

const sendRow = (
  { useCases, ...wording }: ServanaDialectDeps,
  names: ConversationNames,
): EventRow => {
  const joined = joinedGroup(names);
  return event({
    event: 'sendMessage',
    summary: 'Send a message to a chat group that one has joined',
    input: SendPayload,
    output: messageSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      Conflict: true,
      RateLimited: true,
      Unavailable: true,
    },
    key: ({ chatGroupId }) => names.keyOf(chatGroupId),
    pipelined: true,
    run: (caller, { chatGroupId, clientId, message, clientMessageId, ifLastSeq }, entered) =>
      pipe(
        joined(caller, chatGroupId),
        chain(({ id, owner }) =>
          clientId === owner.id
            ? useCases.sendMessage(
                caller.actor,
                {
                  conversationId: id,
                  claims: true,
                  kind: 'text',
                  text: message,
                  clientMessageId,
                  ifLastSeq,
                },
                entered,
              )
            : left(invalid('clientId', 'Must be the client of the chat group')),
        ),
      ),
    reply: ({ conversation, message, fresh }) => ({
      frames: [],
      acknowledgement: wireMessage(conversation.number, message, wording),
      echo: { conversation, event: message, fresh, name: String(conversation.number) },
    }),
  });
};

const typingRow = (
  { useCases }: ServanaDialectDeps,
  names: ConversationNames,
  name: string,
  typing: boolean,
): EventRow => {
  const joined = joinedGroup(names);
  return event({
    event: name,
    summary: typing ? 'Show the others that one is typing' : 'Show the others that one has stopped',
    input: TypingPayload,
    output: doneSchema,
    failures: {
      AccessDenied: true,
      NotFound: true,
      Unavailable: true,
      ConversationClosed: true,
    },
    key: ({ chatGroupId }) => names.keyOf(chatGroupId),
    run: (caller, { chatGroupId, ...said }) =>
      asHimself(caller, said, () =>
        pipe(
          joined(caller, chatGroupId),
          filterOrElse(isOpen, () => conversationClosed),
          chain(({ id }) => typingIndication(useCases.indicateTyping, typing)(caller, id)),
        ),
      ),
    reply: ({ conversationId }) => ({
      typing: { conversationId, typing },
      frames: [],
      acknowledgement: { success: true },
    }),
  });
};

/** Document 002, "Chat Events". */
export const chatRows = (
  deps: ServanaDialectDeps,
  names: ConversationNames,
): readonly EventRow[] => [
  joinRow(deps, names),
  leaveRow(names),
  sendRow(deps, names),
  typingRow(deps, names, 'typing', true),
  typingRow(deps, names, 'stopTyping', false),
];
