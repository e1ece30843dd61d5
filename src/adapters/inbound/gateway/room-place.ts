import type { Departure, Presence } from '../../../application/ports/presence.js';
import { canRead } from '../../../domain/access.js';
import { personKey } from '../../../domain/actor.js';
import { type Conversation, isOpen } from '../../../domain/conversation.js';
import type { ConversationEvent } from '../../../domain/conversation-event.js';
import type { Listener } from './listener.js';

/** What may change who is in a conversation. */
const MOVING: ReadonlySet<ConversationEvent['type']> = new Set([
  'claimed',
  'handedOver',
  'closed',
  'adopted',
] as const);

export const movesPeople = ({ type }: ConversationEvent): boolean => MOVING.has(type);

/** Whether one connection's person is in a conversation, for others too: while it is open, and he may read it. */
export class RoomPlace {
  private departure: Departure | null = null;

  constructor(
    private readonly presence: Pick<Presence, 'entered'>,
    private readonly listener: Pick<Listener, 'actor'>,
  ) {}

  settle(conversation: Conversation): void {
    const { actor } = this.listener;
    if (actor === null || !isOpen(conversation) || !canRead(actor, conversation)) this.leave();
    else this.departure ??= this.presence.entered(conversation.id, personKey(actor));
  }

  leave(): void {
    this.departure?.();
    this.departure = null;
  }
}
