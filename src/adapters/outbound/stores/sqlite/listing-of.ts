import type { Conversation } from '../../../../domain/conversation.js';
import { listedFrom } from '../../../../domain/listing.js';

/** What a conversation is found by in lists, as its columns have it. */
export interface Listing {
  readonly department: string | null;
  readonly assignee: string | null;
  readonly status: string;
  readonly type: string;
  readonly listedFrom: number | null;
}

export const listingOf = (conversation: Conversation): Listing => ({
  department: conversation.departmentId,
  assignee: conversation.assignee?.id ?? null,
  status: conversation.status,
  type: conversation.type,
  listedFrom: listedFrom(conversation),
});
