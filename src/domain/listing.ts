import { canRead } from './access.js';
import type { Staff } from './actor.js';
import { type Conversation, isOpen } from './conversation.js';
import type { Instant } from './ids.js';
import type { ConversationType } from './vocabulary.js';

/** Which conversations somebody looks for; `null` where any will do. */
export interface ListFilter {
  /** Open is all that is not closed. */
  readonly status: 'open' | 'closed' | null;
  readonly type: ConversationType | null;
}

/** Where a conversation stands in a list: no two stand in the same place. */
export interface Activity {
  readonly updatedAt: Instant;
  readonly number: number;
}

/** The latest first. */
export const byLatestActivity = (a: Activity, b: Activity): number =>
  b.updatedAt - a.updatedAt || b.number - a.number;

/**
 * From when on staff have it in their lists; `null` for an alias, which is never there. A newcomer's that nobody has
 * adopted is not while somebody may: to know its id is all that it takes.
 */
export const listedFrom = (conversation: Conversation): Instant | null => {
  const { aliasOf, newcomerUntil, isAdopted } = conversation;
  if (aliasOf !== null) return null;
  return newcomerUntil === null || isAdopted || !isOpen(conversation) ? 0 : newcomerUntil;
};

/** Whether somebody of staff has it in a list: what he may read, and looks for. */
export const isListed = (
  conversation: Conversation,
  viewer: Staff,
  { status, type }: ListFilter,
  now: Instant,
): boolean => {
  const from = listedFrom(conversation);
  return (
    from !== null &&
    from <= now &&
    (status === null || isOpen(conversation) === (status === 'open')) &&
    (type === null || conversation.type === type) &&
    canRead(viewer, conversation)
  );
};
