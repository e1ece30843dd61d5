import type { PersonKey } from './actor.js';
import type { ConversationEvent } from './conversation-event.js';
import { senderKey } from './evolve.js';

/** A sender's own name for a message: within a conversation the same one twice is the same message. */
export interface MessageName {
  readonly sender: PersonKey;
  readonly clientMessageId: string;
}

/** The name that an event bears; `null` for what is no message, or was sent without one. */
export const messageName = (event: ConversationEvent): MessageName | null => {
  if (event.type !== 'messagePosted' || event.kind === 'auth_code') return null;
  const { clientMessageId } = event;
  return clientMessageId === undefined
    ? null
    : { sender: senderKey(event.sender), clientMessageId };
};

/** Equal for equal names only, whatever characters they hold. */
export const nameKey = ({ sender, clientMessageId }: MessageName): string =>
  `${clientMessageId.length}:${clientMessageId}${sender}`;
