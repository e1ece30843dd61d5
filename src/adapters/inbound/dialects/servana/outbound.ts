import type { ConversationSignal, Standing } from '../../../../application/audience.js';
import type { OnlinePerson } from '../../../../application/ports/presence.js';
import { personKey } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationEvent, MessagePosted } from '../../../../domain/conversation-event.js';
import type { Frame } from '../../gateway/transport.js';
import { hiddenCode, shownCode } from '../common/code-form.js';
import { timestamp } from '../common/timestamps.js';
import type { ServanaDialectDeps } from './deps.js';
import { wireMember, wireMessage, wireOnline, wireRoom } from './encode.js';

type Action = 'new_group' | 'new_message' | 'assigned' | 'ended' | 'updated';

type FrameDeps = Pick<ServanaDialectDeps, 'codeDigits' | 'publicUrl' | 'write'>;

const isInside = ({ place }: Standing): boolean =>
  place === 'joined' || place === 'noticed' || place === 'missed';

/** Lists are of what is now, and told but once. */
const tellsLists = ({ place }: Standing): boolean => place === 'joined' || place === 'elsewhere';

/** Document 002, `updateChatGroups`: on every connection of who may read it, joined or not; not again where he was told. */
const listed = (
  action: Action,
  { at }: ConversationEvent,
  { number: chatGroupId }: Conversation,
  standing: Standing,
): readonly Frame[] =>
  tellsLists(standing)
    ? [{ event: 'updateChatGroups', data: { action, chatGroupId, timestamp: timestamp(at) } }]
    : [];

/** Document 002, `customerListUpdate`: whoever has written, or was written to, is first in the lists of staff. */
const sorted = (
  { at }: ConversationEvent,
  { number: chatGroupId }: Conversation,
  standing: Standing,
): readonly Frame[] => {
  if (standing.viewer !== 'staff' || !tellsLists(standing)) return [];
  const data = { action: 'sort', chatGroupId, newPosition: 1, timestamp: timestamp(at) };
  return [{ event: 'customerListUpdate', data }];
};

const received = (
  { codeDigits, ...wording }: FrameDeps,
  event: MessagePosted,
  { number }: Conversation,
  { viewer, place }: Standing,
): readonly Frame[] => {
  if (place === 'elsewhere') return [];
  const code = viewer === 'addressee' ? shownCode(codeDigits) : hiddenCode;
  return [{ event: 'receiveMessage', data: wireMessage(number, event, wording, code) }];
};

/** Who was inside learns by the room's own frame that it has ended, and nobody is in it any more. */
const ended = ({ number }: Conversation, standing: Standing): readonly Frame[] =>
  isInside(standing) ? [{ event: 'joinedRoom', data: wireRoom(number, 'ended', 0) }] : [];

/** Document 002, "Server → Client" of "Chat Events" and of "Real-time Updates". */
export const outboundFrames =
  (deps: FrameDeps) =>
  (event: ConversationEvent, conversation: Conversation, standing: Standing): readonly Frame[] => {
    const updated = (action: Action): readonly Frame[] =>
      listed(action, event, conversation, standing);
    switch (event.type) {
      case 'messagePosted':
        return [
          ...received(deps, event, conversation, standing),
          ...updated('new_message'),
          ...sorted(event, conversation, standing),
        ];
      case 'opened':
        return updated('new_group');
      case 'claimed':
      case 'handedOver':
        return updated('assigned');
      case 'closed':
        return [...ended(conversation, standing), ...updated('ended')];
      case 'ticketOpened':
      case 'ticketUpdated':
        return updated('updated');
      case 'noteAdded':
      case 'rated':
      case 'adopted':
      case 'aliased':
        return [];
    }
  };

/** Document 002, `typing`, `stopTyping`, `userJoined` and `userLeft`; of what has been read it says nothing. */
export const signalFrames = (
  signal: ConversationSignal,
  conversation: Conversation,
): readonly Frame[] => {
  switch (signal.kind) {
    case 'typing': {
      const { by, typing: isTyping } = signal;
      if (by.kind === 'system') return [];
      const data = { ...wireMember(personKey(by), conversation), isTyping };
      return [{ event: isTyping ? 'typing' : 'stopTyping', data }];
    }
    case 'room': {
      const { person, inside } = signal;
      return [
        { event: inside ? 'userJoined' : 'userLeft', data: wireMember(person, conversation) },
      ];
    }
    case 'read':
      return [];
  }
};

/** Document 002, `onlineUsersUpdate`. */
export const onlineFrames = (people: readonly OnlinePerson[]): readonly Frame[] => [
  { event: 'onlineUsersUpdate', data: { onlineUsers: wireOnline(people) } },
];
