import { type Conversation, isOpen } from '../../../../domain/conversation.js';
import { listedFrom } from '../../../../domain/listing.js';
import type { Head } from './documents.js';
import { keyOf } from './keys.js';

/** What is set of a conversation's document so that lists find it, and what may not be there. */
export interface Listing {
  readonly set: Pick<Head, 'department' | 'open' | 'type' | 'assigned' | 'hiddenUntil'>;
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
      ...(isAssigned ? { assigned: keyOf(assignee.id) } : {}),
      ...(isHidden ? { hiddenUntil: from } : {}),
    },
    unset: {
      ...(isAssigned ? {} : { assigned: '' }),
      ...(isHidden ? {} : { hiddenUntil: '' }),
    },
  };
};
