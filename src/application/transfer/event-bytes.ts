import type { ConversationEvent } from '../../domain/conversation-event.js';

/** What an event adds to the size of an append (`MAX_APPEND`), with the sign before or behind it. */
export const eventBytes = (event: ConversationEvent): number =>
  Buffer.byteLength(JSON.stringify(event)) + 2;
