import type { ConversationSignal, Standing } from '../../../../application/audience.js';
import type { TypingSignal } from '../../../../application/ports/event-bus.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import type { Frame } from '../../gateway/transport.js';
import { hiddenCode, shownCode } from '../common/code-form.js';
import type { SupportDialectDeps } from './deps.js';
import { type WireMessage, wireMessage, wireRead, wireTypist } from './encode.js';
import { formFor, publicForm } from './guest-form.js';

export const receivedFrame = (message: WireMessage): Frame => ({
  event: 'message:received',
  data: message,
});

/**
 * Server → client events of documents 000 and 001: who joined gets the message, staff a notice of every
 * message, and who is both gets both. The protocol has no frame for what else can happen.
 */
export const outboundFrames =
  ({ guestIds, codeDigits, ...wording }: Omit<SupportDialectDeps, 'useCases'>) =>
  (
    event: ConversationEvent,
    conversation: Conversation,
    { viewer, place, name: conversationId }: Standing,
  ): readonly Frame[] => {
    switch (event.type) {
      case 'messagePosted': {
        const form = viewer === 'owner' ? formFor(guestIds, conversation.owner) : publicForm;
        const code = viewer === 'addressee' ? shownCode(codeDigits) : hiddenCode;
        const message = wireMessage(conversationId, event, form, wording, code);
        const received = receivedFrame(message);
        const notice = { event: 'conversation:new_message', data: { conversationId, message } };
        switch (place) {
          case 'joined':
            return viewer === 'staff' ? [received, notice] : [received];
          case 'elsewhere':
            if (viewer === 'addressee') return [received];
            return viewer === 'staff' ? [notice] : [];
          case 'noticed':
            return viewer === 'addressee' ? [] : [received];
          case 'missed':
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
      case 'ticketOpened':
      case 'ticketUpdated':
      case 'adopted':
      case 'aliased':
        return [];
    }
  };

/** Documents 000 and 001, `typing:start` and `typing:stop`. */
const typingFrame = ({ by, typing }: TypingSignal, conversationId: string): Frame => ({
  event: typing ? 'typing:start' : 'typing:stop',
  data: { conversationId, senderId: wireTypist(by) },
});

/** Of typing and of what has been read; a guest's id is in the form for who hears it. */
export const signalFrames =
  ({ guestIds }: Pick<SupportDialectDeps, 'guestIds'>) =>
  (
    signal: ConversationSignal,
    { owner }: Conversation,
    { viewer, name }: Standing,
  ): readonly Frame[] => {
    switch (signal.kind) {
      case 'typing':
        return [typingFrame(signal, name)];
      case 'room':
        return [];
      case 'read': {
        const form = viewer === 'owner' ? formFor(guestIds, owner) : publicForm;
        return [{ event: 'message:read', data: wireRead(name, signal.messageId, signal, form) }];
      }
    }
  };
