import type { Frame } from '../../../src/adapters/inbound/gateway/transport.js';
import type { ConversationSignal, Standing } from '../../../src/application/audience.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { ConversationEvent } from '../../../src/domain/conversation-event.js';

/** Who is in a room gets what is said; a person's other connections hear that it rings, and as whom. */
export const outboundFrames = (
  event: ConversationEvent,
  _conversation: Conversation,
  { viewer, place, name: room }: Standing,
): readonly Frame[] => {
  switch (event.type) {
    case 'messagePosted': {
      const { seq } = event;
      if (place === 'elsewhere') {
        return viewer === 'staff' ? [] : [{ event: 'rang', data: { room, seq, viewer } }];
      }
      const text = event.kind === 'auth_code' ? null : event.text;
      return [{ event: 'said', data: { room, seq, text } }];
    }
    case 'opened':
    case 'noteAdded':
    case 'claimed':
    case 'handedOver':
    case 'closed':
    case 'rated':
    case 'ticketOpened':
    case 'ticketUpdated':
    case 'adopted':
    case 'aliased':
      return [];
  }
};

export const signalFrames = (
  signal: ConversationSignal,
  _conversation: Conversation,
  { name: room }: Standing,
): readonly Frame[] => {
  switch (signal.kind) {
    case 'typing': {
      const { by, typing } = signal;
      const data = { room, by: by.kind === 'system' ? null : by.id };
      return typing ? [{ event: 'waved', data }] : [];
    }
    case 'read':
    case 'room':
      return [];
  }
};
