import type { Standing } from '../../../../application/audience.js';
import type { Signal } from '../../../../application/ports/event-bus.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import type { Frame } from '../../gateway/transport.js';
import { wireMessage, wireTypist } from './encode.js';

/**
 * Server → client events of documents 000 and 001: who joined gets the message, staff a notice of every
 * message, and who is both gets both. The protocol has no frame for what else can happen.
 */
export const outboundFrames = (
  event: ConversationEvent,
  conversation: Conversation,
  { viewer, place, name: conversationId }: Standing,
): readonly Frame[] => {
  switch (event.type) {
    case 'messagePosted': {
      const message = wireMessage(conversation.id, event);
      const received = { event: 'message:received', data: message };
      const notice = { event: 'conversation:new_message', data: { conversationId, message } };
      switch (place) {
        case 'joined':
          return viewer === 'staff' ? [received, notice] : [received];
        case 'elsewhere':
          if (viewer === 'addressee') return [received];
          return viewer === 'staff' ? [notice] : [];
        case 'noticed':
          return viewer === 'addressee' ? [] : [received];
        case 'echo':
          return [received];
      }
    }
    case 'opened':
    case 'noteAdded':
    case 'claimed':
    case 'handedOver':
    case 'closed':
    case 'rated':
      return [];
  }
};

/** Documents 000 and 001, `typing:start` and `typing:stop`. */
export const signalFrames = (
  { by, typing }: Signal,
  _conversation: Conversation,
  { name: conversationId }: Standing,
): readonly Frame[] => [
  {
    event: typing ? 'typing:start' : 'typing:stop',
    data: { conversationId, senderId: wireTypist(by) },
  },
];
