import type { ConversationEvent } from '../../domain/conversation-event.js';

/** Whether files came with it, whose bytes no export has. */
export const hasFiles = (event: ConversationEvent): boolean =>
  event.type === 'messagePosted' && event.kind !== 'auth_code' && event.attachments !== undefined;
