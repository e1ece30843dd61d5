import type { Agent } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import { type Activity, listedFrom } from '../../../../domain/listing.js';
import type { Head } from './documents.js';
import { keyOf } from './keys.js';

const DIGITS = 16;

/** No key. It is no null, since the server does not tell that from nothing without a look at the document. */
const NO_DEPARTMENT = '';

/** A place in a list, such that a later place is a greater text. */
export const activityKey = ({ updatedAt, number }: Activity): string =>
  [updatedAt, number].map((part) => String(part).padStart(DIGITS, '0')).join('.');

/** What is set of a conversation's document so that lists find it, and what may not be there. */
export interface Listing {
  readonly set: Pick<
    Head,
    'department' | 'status' | 'type' | 'activity' | 'isAssigned' | 'assigned' | 'hiddenUntil'
  >;
  readonly unset: { readonly assigned?: ''; readonly hiddenUntil?: '' };
}

export const departmentKey = (id: string | null): string =>
  id === null ? NO_DEPARTMENT : keyOf(id);

/** Keys of those that an agent sees all of: his own, and none. */
export const departmentsOf = ({ departments }: Pick<Agent, 'departments'>): readonly string[] => [
  NO_DEPARTMENT,
  ...new Set(departments.map(departmentKey)),
];

export const listingOf = (conversation: Conversation): Listing => {
  const { departmentId, assignee, status, type } = conversation;
  const from = listedFrom(conversation);
  const isAssigned = assignee !== null;
  const isHidden = from !== null && from > 0;
  return {
    set: {
      department: departmentKey(departmentId),
      status: from === null ? null : status,
      type,
      activity: activityKey(conversation),
      isAssigned,
      ...(isAssigned ? { assigned: keyOf(assignee.id) } : {}),
      ...(isHidden ? { hiddenUntil: from } : {}),
    },
    unset: {
      ...(isAssigned ? {} : { assigned: '' }),
      ...(isHidden ? {} : { hiddenUntil: '' }),
    },
  };
};
