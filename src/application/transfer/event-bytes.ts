import type { ConversationEvent } from '../../domain/conversation-event.js';

/** The size of an append (`MAX_APPEND`) before there is an event in it. */
export const NO_EVENTS = 1;

/** What an event adds to it. */
export const eventBytes = (event: ConversationEvent): number =>
  Buffer.byteLength(JSON.stringify(event)) + 1;
