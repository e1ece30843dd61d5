import type { Db } from 'mongodb';
import { fillConversations } from './fill-conversations.js';
import { keyOf } from './keys.js';

/** As much as is read of a state, of whatever version it is. */
interface Known {
  readonly departmentId: string | null;
  readonly assignee: { readonly id: string } | null;
  readonly status: string;
  readonly type: string;
  readonly updatedAt: number;
  readonly number: number;
  readonly aliasOf?: string | null;
  readonly newcomerUntil?: number | null;
  readonly isAdopted?: boolean;
}

const listingOf = (state: Known) => {
  const { departmentId, assignee, status, type, updatedAt, number } = state;
  const { aliasOf = null, newcomerUntil = null, isAdopted = false } = state;
  const isOpen = status !== 'closed';
  return {
    department: departmentId === null ? null : keyOf(departmentId),
    open: aliasOf === null ? isOpen : null,
    type,
    activity: [updatedAt, number].map((part) => String(part).padStart(16, '0')).join('.'),
    ...(departmentId === null || assignee === null ? {} : { assigned: keyOf(assignee.id) }),
    ...(newcomerUntil === null || isAdopted || !isOpen ? {} : { hiddenUntil: newcomerUntil }),
  };
};

/** Writes what staff's lists are found by into every conversation that was stored without it. */
export const fillListings = (db: Db): Promise<void> =>
  fillConversations(db, {
    lacking: { type: { $exists: false } },
    updateOf: (state) => ({ $set: listingOf(JSON.parse(state) as Known) }),
  });
