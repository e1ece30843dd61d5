import type { ConversationId } from '../../domain/ids.js';

/** What was read is no export, or not a whole one; the message never quotes what people wrote. */
export interface BadExport {
  readonly kind: 'BadExport';
  /** From 1; 0 for what is wrong with all of it. */
  readonly line: number;
  readonly message: string;
}

/** Somebody asked for it. */
export interface Interrupted {
  readonly kind: 'Interrupted';
}

interface Refused {
  readonly kind: 'ImportRefused';
  readonly conversationId: ConversationId;
  /** Of the first event that cannot be stored. */
  readonly seq: number;
}

/**
 * The store holds something else already:
 * - `different`: another event at that `seq` of the conversation.
 * - `number`: another conversation, the holder, under the same number.
 * - `slot`: an open conversation, the holder, in the place that this one needs.
 * - `name`: another message under the name that the sender gave this one.
 * - `ticket`: a ticket, the holder's, of the number or the id of this one's.
 */
export type ImportRefused =
  | (Refused & { readonly because: 'different' | 'name' })
  | (Refused & {
      readonly because: 'number' | 'slot' | 'ticket';
      readonly holder: ConversationId | null;
    });
