import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { fromEither, map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { GetConversationFailure } from '../../../../application/use-cases/get-conversation.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import { mayEnter } from '../../../../domain/access.js';
import { type Conversation, isOpen } from '../../../../domain/conversation.js';
import {
  type ConversationClosed,
  conversationClosed,
  notYours,
} from '../../../../domain/failure.js';
import type { Caller } from '../../gateway/dialect.js';
import type { ConversationNames } from '../common/conversation-names.js';
import type { Room } from './codecs.js';
import { joinedGroup } from './groups.js';

export interface JoinedRoom {
  /** As `joinedRoom` has it. */
  readonly name: number | string;
  /** `null` of a room that everybody who belongs there hears anyhow. */
  readonly conversation: Conversation | null;
  readonly members: number;
}

export type JoinRoomFailure = GetConversationFailure | ConversationClosed;

export type JoinRoom = (caller: Caller, room: Room) => TaskEither<JoinRoomFailure, JoinedRoom>;

export const joinRoom = (
  { countInside, countNamed }: Pick<UseCases, 'countInside' | 'countNamed'>,
  names: ConversationNames,
): JoinRoom => {
  const group =
    (caller: Caller, name: string): ReturnType<JoinRoom> =>
    async () => {
      const found = await names.found(caller, name)();
      if (isLeft(found)) return found;
      const conversation = found.right;
      if (!isOpen(conversation)) return left(conversationClosed);
      const inside = await countInside(caller.actor, conversation.id)();
      if (isLeft(inside)) return inside;
      return right({ name: conversation.number, conversation, members: inside.right });
    };

  return (caller, room) =>
    room.kind === 'group'
      ? group(caller, room.name)
      : map((members: number) => ({ name: room.name, conversation: null, members }))(
          countNamed(caller.actor, room),
        );
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
