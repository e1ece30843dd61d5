import type { ConversationEvent } from '../../domain/conversation-event.js';

/**
 * The log takes at most 200 events and 1 MB in an append. A command adds a few events at most, so an
 * append of this many bytes, as they are counted here, takes no further command and is within both.
 */
export const FULL_APPEND = 750_000;

/** The most that an event can be in UTF-8, less its free text: names and ids are bounded. */
const EVENT_BYTES = 4_000;
const BYTES_PER_CHARACTER = 3;
/** The same of one file that came with it. */
const ATTACHMENT_BYTES = 1_500;

/** What a person wrote in it; `null` where there is nothing of that kind. */
export const freeText = (event: ConversationEvent): string | null => {
  switch (event.type) {
    case 'messagePosted':
      return event.kind === 'auth_code' ? null : event.text;
    case 'noteAdded':
      return event.text;
    case 'handedOver':
      return event.reason;
    case 'closed':
      return event.note;
    case 'rated':
      return event.feedback;
    case 'ticketOpened':
      return event.description;
    case 'opened':
    case 'claimed':
    case 'ticketUpdated':
    case 'adopted':
    case 'aliased':
      return null;
  }
};

const filesWith = (event: ConversationEvent): number =>
  event.type === 'messagePosted' && event.kind !== 'auth_code'
    ? (event.attachments?.length ?? 0)
    : 0;

/**
 * Bytes that a command's events take at most in a store, to measure which would cost as much as to store
 * them. A command without events counts as well: its answer is work, too.
 */
export const sizeOf = (events: readonly ConversationEvent[]): number => {
  let bytes = 0;
  for (const event of events) {
    const text = (freeText(event)?.length ?? 0) * BYTES_PER_CHARACTER;
    bytes += EVENT_BYTES + text + filesWith(event) * ATTACHMENT_BYTES;
  }
  return Math.max(bytes, EVENT_BYTES);
};
