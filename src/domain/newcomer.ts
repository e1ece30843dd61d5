import { type Conversation, isOpen } from './conversation.js';
import type { Instant } from './ids.js';

/**
 * Milliseconds in which a conversation that was opened without a credential, or by a cookie's, is a newcomer's:
 * whoever has its id reads it, and one guest adopts it (design, section 5: the widget of document 001). A guest's
 * id is as new.
 */
export const NEWCOMER_TIME = 60_000;

export const isNewcomers = ({ newcomerUntil }: Conversation, now: Instant): boolean =>
  newcomerUntil !== null && now < newcomerUntil;

export const isAdoptable = (conversation: Conversation, now: Instant): boolean =>
  isNewcomers(conversation, now) && !conversation.isAdopted && isOpen(conversation);
