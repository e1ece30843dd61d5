import type { PersonKey } from './actor.js';
import type { ConversationEvent, NamedEntry } from './conversation-event.js';
import { senderKey } from './evolve.js';

/** A sender's own name for a message or a note: within a conversation the same one twice is the same one. */
export interface MessageName {
  readonly sender: PersonKey;
  readonly clientMessageId: string;
}

export const isNameable = (event: ConversationEvent): event is NamedEntry =>
  event.type === 'noteAdded' || (event.type === 'messagePosted' && event.kind !== 'auth_code');

/** The name that an event bears; `null` for what can bear none, or was sent without one. */
export const messageName = (event: ConversationEvent): MessageName | null => {
  if (!isNameable(event)) return null;
  const { clientMessageId } = event;
  return clientMessageId === undefined
    ? null
    : { sender: senderKey(event.sender), clientMessageId };
};

/** Equal for equal names only, whatever characters they hold. */
export const nameKey = ({ sender, clientMessageId }: MessageName): string =>
  `${clientMessageId.length}:${clientMessageId}${sender}`;
