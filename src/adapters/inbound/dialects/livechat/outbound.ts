import type { ConversationSignal, Standing } from '../../../../application/audience.js';
import { isStaff, writesAsClient } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import { nameOf } from '../../../../domain/decide/decision.js';
import type { Frame } from '../../gateway/transport.js';
import { hiddenCode, shownCode } from '../common/code-form.js';
import type { LivechatDialectDeps } from './deps.js';
import { messageAlone, messageNotice } from './encode.js';
import { wireTicket } from './encode-ticket.js';

/** What a recipient gets in the room of a conversation, and what on his personal one. */
interface Frames {
  readonly inRoom: () => readonly Frame[];
  readonly personal: () => readonly Frame[];
}

const none = (): readonly Frame[] => [];

const NOTHING: Frames = { inRoom: none, personal: none };

type FrameDeps = Pick<LivechatDialectDeps, 'codeDigits' | 'publicUrl'>;

/** Document 004, "Server Events", with the kinds of `conversation_updated` of design, section 6. */
const framesOf = (
  event: ConversationEvent,
  { viewer, name: conversation_id }: Standing,
  { ticket }: Conversation,
  { codeDigits, publicUrl }: FrameDeps,
): Frames => {
  const frame = (name: string, data: object = {}): readonly Frame[] => [
    { event: name, data: { conversation_id, ...data } },
  ];
  const updated = (kind: string, data: object = {}): readonly Frame[] =>
    frame('conversation_updated', { event: kind, ...data });
  switch (event.type) {
    case 'messagePosted': {
      const code = viewer === 'addressee' ? shownCode(codeDigits) : hiddenCode;
      return {
        inRoom: () => frame('new_message', { message: messageAlone(event, publicUrl, code) }),
        personal: writesAsClient(event.sender)
          ? none
          : () => updated('new_reply', { message: messageNotice(event, code) }),
      };
    }
    case 'noteAdded':
      return {
        inRoom: () => frame('new_message', { message: messageAlone(event, publicUrl) }),
        personal: none,
      };
    case 'claimed': {
      const assigned = { assigned_admin_name: nameOf(event.assignee) };
      return {
        inRoom: () =>
          frame('conversation_claimed', { assigned_to: event.assignee.id, ...assigned }),
        personal: () => updated('claimed', assigned),
      };
    }
    case 'handedOver': {
      const assigned = { assigned_admin_name: nameOf(event.assignee) };
      return { inRoom: none, personal: () => updated('handover_completed', assigned) };
    }
    case 'closed':
      return {
        inRoom: () => frame('conversation_closed'),
        personal: () => updated('closed'),
      };
    case 'rated': {
      const { stars: satisfaction_rating, feedback } = event;
      return { inRoom: none, personal: () => updated('rated', { satisfaction_rating, feedback }) };
    }
    case 'ticketOpened': {
      const { number: ticket_number } = event;
      return {
        inRoom: () =>
          frame('ticket_created_from_conversation', {
            ticket: wireTicket({ ...event, status: 'open' }),
          }),
        personal: () => updated('ticket_created', { ticket_number }),
      };
    }
    case 'ticketUpdated': {
      const { status, priority } = event;
      const ticket_number = ticket?.number ?? null;
      return {
        inRoom: none,
        personal: () => updated('ticket_updated', { ticket_number, status, priority }),
      };
    }
    case 'opened':
    case 'adopted':
    case 'aliased':
      return NOTHING;
  }
};

/** Who joined is in the room; the owner has a personal one, on all of his connections, joined or not. */
export const outboundFrames =
  (deps: FrameDeps) =>
  (event: ConversationEvent, conversation: Conversation, standing: Standing): readonly Frame[] => {
    const { viewer, place } = standing;
    const { inRoom, personal } = framesOf(event, standing, conversation, deps);
    const own = viewer === 'staff' ? none : personal;
    switch (place) {
      case 'missed': {
        // His notices were of that time; but for some things there is nothing else.
        const told = inRoom();
        return told.length > 0 ? told : own();
      }
      case 'joined':
        return [...inRoom(), ...own()];
      case 'elsewhere':
        return own();
      case 'noticed':
      case 'echo':
        return inRoom();
    }
  };

/** Document 004, `typing` and `stop_typing`; of what has been read it says nothing. */
export const signalFrames = (
  signal: ConversationSignal,
  _: Conversation,
  { name: conversation_id }: Standing,
): readonly Frame[] => {
  switch (signal.kind) {
    case 'typing': {
      const data = { conversation_id, is_admin: isStaff(signal.by) };
      return [{ event: signal.typing ? 'typing' : 'stop_typing', data }];
    }
    case 'read':
    case 'room':
      return [];
  }
};
