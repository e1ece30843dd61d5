import type { MessagePosted } from '../../src/domain/conversation-event.js';

/** What a message says; `null` for a code, which says nothing by itself. */
export const textOf = (message: MessagePosted): string | null =>
  message.kind === 'auth_code' ? null : message.text;
