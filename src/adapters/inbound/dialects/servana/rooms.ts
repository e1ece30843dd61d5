import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { GetConversationFailure } from '../../../../application/use-cases/get-conversation.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import { type Actor, isStaff } from '../../../../domain/actor.js';
import { type Conversation, isOpen } from '../../../../domain/conversation.js';
import {
  type ConversationClosed,
  conversationClosed,
  notYours,
} from '../../../../domain/failure.js';
import type { Caller } from '../../gateway/dialect.js';
import type { ConversationNames } from '../common/conversation-names.js';
import type { Room } from './codecs.js';

export interface JoinedRoom {
  /** As `joinedRoom` has it. */
  readonly name: number | string;
  /** `null` of a room that everybody who belongs there hears anyhow. */
  readonly conversation: Conversation | null;
  readonly members: number;
}

export type JoinRoomFailure = GetConversationFailure | ConversationClosed;

export type JoinRoom = (caller: Caller, room: Room) => TaskEither<JoinRoomFailure, JoinedRoom>;

type NamedRoom = Exclude<Room, { readonly kind: 'group' }>;

/** Document 002, "Room Access Control": whoever may join one of these has been in it since he came. */
const belongs = (actor: Actor, { kind, id }: NamedRoom): boolean => {
  if (actor.kind === 'system' || actor.kind === 'admin') return true;
  if (kind === 'user') return actor.id === id;
  return actor.kind === 'agent' && actor.departments.includes(id);
};

export const joinRoom = (
  { countInside, listAgents }: Pick<UseCases, 'countInside' | 'listAgents'>,
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

  const named =
    ({ actor }: Caller, room: NamedRoom): ReturnType<JoinRoom> =>
    async () => {
      const { kind, id, name } = room;
      if (!belongs(actor, room)) return left(notYours);
      if (kind === 'user' || !isStaff(actor))
        return right({ name, conversation: null, members: 1 });
      const agents = await listAgents(actor)();
      if (isLeft(agents)) return agents;
      const connected = agents.right.agents.filter(
        ({ staff, online }) => online && staff.kind === 'agent' && staff.departments.includes(id),
      );
      return right({ name, conversation: null, members: Math.max(1, connected.length) });
    };

  return (caller, room) => (room.kind === 'group' ? group(caller, room.name) : named(caller, room));
};
