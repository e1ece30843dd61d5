import type { ConversationId } from '../../../../../../src/domain/ids.js';

/** `stored` and `refused` are for certain. */
export type Fate = 'stored' | 'refused' | 'unknown';

/** What a writing process tells of what it did. */
export type Told =
  | {
      readonly type: 'text';
      readonly id: ConversationId;
      readonly text: string;
      readonly fate: Fate;
    }
  | { readonly type: 'opening'; readonly id: ConversationId; readonly fate: Fate }
  | { readonly type: 'closing'; readonly id: ConversationId };

/** Those whose one place the processes open conversations in. */
export const SLOT_OWNERS: readonly string[] = ['oscar', 'olivia'];
