import type { Hearing } from '../../../../application/audience.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import type { Frame } from '../../gateway/transport.js';
import { wireMessage } from './encode.js';

/**
 * Server → client events of documents 000 and 001: who joined gets the message, staff a notice of every
 * message, and who is both gets both. The protocol has no frame for what else can happen.
 */
export const outboundFrames = (
  event: ConversationEvent,
  conversation: Conversation,
  hearing: Hearing,
): readonly Frame[] => {
  switch (event.type) {
    case 'messagePosted': {
      const message = wireMessage(conversation.id, event);
      return hearing === 'following'
        ? [{ event: 'message:received', data: message }]
        : [
            {
              event: 'conversation:new_message',
              data: { conversationId: conversation.id, message },
            },
          ];
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
