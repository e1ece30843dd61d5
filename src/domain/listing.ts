import { canRead } from './access.js';
import type { Staff } from './actor.js';
import { type Conversation, isOpen } from './conversation.js';
import type { Instant } from './ids.js';
import { isFound } from './search.js';
import { type Assignee, type ConversationType, type Status, STATUSES } from './vocabulary.js';

/** Which conversations somebody looks for; `null` where any will do. */
export interface ListFilter {
  /** Open is all that is not closed. */
  readonly status: Status | 'open' | null;
  readonly type: ConversationType | null;
  /** Whom it is assigned to: this person of staff, or nobody. */
  readonly assignee: Pick<Assignee, 'id'> | 'nobody' | null;
  /** What all have to be found by (`wantedKeys`). */
  readonly search: readonly string[] | null;
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

const isAssignedTo = ({ assignee }: Conversation, wanted: ListFilter['assignee']): boolean => {
  if (wanted === null) return true;
  return wanted === 'nobody' ? assignee === null : assignee?.id === wanted.id;
};

const OPEN_STATUSES = STATUSES.filter((status) => status !== 'closed');

/** The statuses that a list holds. */
export const statusesOf = (wanted: ListFilter['status']): readonly Status[] => {
  if (wanted === null) return STATUSES;
  return wanted === 'open' ? OPEN_STATUSES : [wanted];
};

/** Whether somebody of staff has it in a list: what he may read, and looks for. */
export const isListed = (
  conversation: Conversation,
  viewer: Staff,
  { status, type, assignee, search }: ListFilter,
  now: Instant,
): boolean => {
  const from = listedFrom(conversation);
  return (
    from !== null &&
    from <= now &&
    statusesOf(status).includes(conversation.status) &&
    (type === null || conversation.type === type) &&
    isAssignedTo(conversation, assignee) &&
    canRead(viewer, conversation) &&
    isFound(conversation, search)
  );
};

/** How many open ones are assigned to each of these; whoever has none is left out. */
export const openAssigned = (
  conversations: Iterable<Conversation>,
  ids: readonly string[],
): ReadonlyMap<string, number> => {
  const asked = new Set(ids);
  const counts = new Map<string, number>();
  for (const conversation of conversations) {
    const id = conversation.assignee?.id;
    if (id === undefined || !asked.has(id) || !isOpen(conversation)) continue;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
};
