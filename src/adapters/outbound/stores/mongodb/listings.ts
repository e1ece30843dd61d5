import { type Conversation, isOpen } from '../../../../domain/conversation.js';
import { type Activity, listedFrom } from '../../../../domain/listing.js';
import type { Head } from './documents.js';
import { keyOf } from './keys.js';

const DIGITS = 16;

/** A place in a list, such that a later place is a greater text. */
export const activityKey = ({ updatedAt, number }: Activity): string =>
  [updatedAt, number].map((part) => String(part).padStart(DIGITS, '0')).join('.');

/** What is set of a conversation's document so that lists find it, and what may not be there. */
export interface Listing {
  readonly set: Pick<
    Head,
    'department' | 'open' | 'type' | 'activity' | 'assigned' | 'hiddenUntil'
  >;
  readonly unset: { readonly assigned?: ''; readonly hiddenUntil?: '' };
}

export const listingOf = (conversation: Conversation): Listing => {
  const { departmentId, assignee, type } = conversation;
  const from = listedFrom(conversation);
  const isAssigned = departmentId !== null && assignee !== null;
  const isHidden = from !== null && from > 0;
  return {
    set: {
      department: departmentId === null ? null : keyOf(departmentId),
      open: from === null ? null : isOpen(conversation),
      type,
      activity: activityKey(conversation),
      ...(isAssigned ? { assigned: keyOf(assignee.id) } : {}),
      ...(isHidden ? { hiddenUntil: from } : {}),
    },
    unset: {
      ...(isAssigned ? {} : { assigned: '' }),
      ...(isHidden ? {} : { hiddenUntil: '' }),
    },
  };
};
