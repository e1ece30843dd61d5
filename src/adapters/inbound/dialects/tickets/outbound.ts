import type { ConversationSignal, Standing } from '../../../../application/audience.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import type { Frame } from '../../gateway/transport.js';
import { hiddenCode, shownCode } from '../common/code-form.js';
import type { TicketsDialectDeps } from './deps.js';
import { wireMessage } from './encode.js';

/** Document 003, "Receiving New Messages": who is in a ticket's room gets what is said there, and nothing else. */
export const outboundFrames =
  ({ codeDigits, publicUrl }: Pick<TicketsDialectDeps, 'codeDigits' | 'publicUrl'>) =>
  (
    event: ConversationEvent,
    _: Conversation,
    { viewer, place, name }: Standing,
  ): readonly Frame[] => {
    switch (event.type) {
      case 'messagePosted': {
        if (place === 'elsewhere') return [];
        const code = viewer === 'addressee' ? shownCode(codeDigits) : hiddenCode;
        return [
          { event: 'new_message', data: { data: wireMessage(name, event, publicUrl, code) } },
        ];
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

/** Document 003, "Receiving Typing Events"; of what has been read it says nothing. */
export const signalFrames = (
  signal: ConversationSignal,
  _: Conversation,
  { name: ticketId }: Standing,
): readonly Frame[] => {
  switch (signal.kind) {
    case 'typing': {
      const { by, typing } = signal;
      const who =
        by.kind === 'system' || by.kind === 'email'
          ? { userId: null, userName: null }
          : { userId: by.id, userName: by.profile.name };
      const event = typing ? 'user_typing' : 'user_stopped_typing';
      return [{ event, data: { ticketId, ...who } }];
    }
    case 'read':
    case 'room':
      return [];
  }
};
