import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { fromEither, map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { GetConversationFailure } from '../../../../application/use-cases/get-conversation.js';
import type {
  Resumed,
  ResumeConversationFailure,
} from '../../../../application/use-cases/resume-conversation.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import { mayEnter } from '../../../../domain/access.js';
import { type Conversation, isOpen } from '../../../../domain/conversation.js';
import {
  type ConversationClosed,
  conversationClosed,
  invalid,
  notYours,
} from '../../../../domain/failure.js';
import type { Caller } from '../../gateway/dialect.js';
import type { ConversationNames } from '../common/conversation-names.js';
import { seqOfChat } from './chat-id.js';
import type { Room } from './codecs.js';
import { joinedGroup } from './groups.js';

export interface JoinedRoom {
  /** As `joinedRoom` has it. */
  readonly name: number | string;
  /** `null` of a room that everybody who belongs there hears anyhow. */
  readonly resumed: Resumed | null;
  readonly members: number;
}

export type JoinRoomFailure =
  GetConversationFailure | ConversationClosed | ResumeConversationFailure;

/** @param since the last `chat_id` of it that he knows */
export type JoinRoom = (
  caller: Caller,
  room: Room,
  since: number | null,
) => TaskEither<JoinRoomFailure, JoinedRoom>;

const NONE_OF_IT = invalid('since', 'Must be a chat_id of this chat group');

export const joinRoom = (
  {
    countInside,
    countNamed,
    resumeConversation,
  }: Pick<UseCases, 'countInside' | 'countNamed' | 'resumeConversation'>,
  names: ConversationNames,
): JoinRoom => {
  const group =
    (caller: Caller, name: string, since: number | null): ReturnType<JoinRoom> =>
    async () => {
      const found = await names.found(caller, name)();
      if (isLeft(found)) return found;
      const conversation = found.right;
      if (!isOpen(conversation)) return left(conversationClosed);
      const inside = await countInside(caller.actor, conversation.id)();
      if (isLeft(inside)) return inside;
      const { number } = conversation;
      const seq = since === null ? null : seqOfChat(since, number);
      if (since !== null && seq === null) return left(NONE_OF_IT);
      const resumed = await resumeConversation({ conversation, since: seq })();
      if (isLeft(resumed)) return resumed;
      return right({ name: number, resumed: resumed.right, members: inside.right });
    };

  return (caller, room, since) => {
    if (room.kind === 'group') return group(caller, room.name, since);
    if (since !== null) return fromEither(left(NONE_OF_IT));
    return map((members: number) => ({ name: room.name, resumed: null, members }))(
      countNamed(caller.actor, room),
    );
  };
};

/** What is left; `null` of a room that everybody who belongs there goes on hearing. */
export const leaveRoom = (
  names: ConversationNames,
): ((caller: Caller, room: Room) => TaskEither<GetConversationFailure, Conversation | null>) => {
  const joined = joinedGroup(names);
  return (caller, room) => {
    if (room.kind === 'group') return joined(caller, room.name);
    return fromEither(mayEnter(caller.actor, room) ? right(null) : left(notYours));
  };
};
