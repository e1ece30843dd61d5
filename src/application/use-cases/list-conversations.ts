import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import { type AccessDenied, notAllowed, type Unavailable } from '../../domain/failure.js';
import type { Activity, ListFilter } from '../../domain/listing.js';
import type { Clock } from '../ports/clock.js';
import type { ConversationQueries } from '../ports/conversation-queries.js';

export interface ListConversationsInput {
  readonly filter: ListFilter;
  /** A page by its number, from 1; or what comes after a place, which stays right whatever moves meanwhile. */
  readonly from: { readonly page: number } | { readonly after: Activity };
  readonly limit: number;
}

export interface ListedConversations {
  readonly conversations: readonly Conversation[];
  /** Of the whole list. */
  readonly total: number;
  /** The place after which it goes on; `null` at its end. */
  readonly next: Activity | null;
}

export type ListConversationsFailure = AccessDenied | Unavailable;

export type ListConversations = (
  actor: Actor,
  input: ListConversationsInput,
) => TaskEither<ListConversationsFailure, ListedConversations>;

export interface ListConversationsDeps {
  readonly queries: ConversationQueries;
  readonly clock: Clock;
}

/** What somebody of staff may read, latest activity first. */
export const listConversations =
  ({ queries, clock }: ListConversationsDeps): ListConversations =>
  (actor, { filter, from, limit }) =>
  async () => {
    if (!isStaff(actor)) return left(notAllowed);
    const { after, skip } =
      'after' in from ? { ...from, skip: 0 } : { after: null, skip: (from.page - 1) * limit };
    // One more than is asked for says whether there is more.
    const stretch = { after, skip, limit: limit + 1 };
    const listed = await queries.listed(actor, filter, stretch, clock.now())();
    if (isLeft(listed)) return listed;
    const { items, total } = listed.right;
    const conversations = items.slice(0, limit);
    const last = items.length > limit ? conversations.at(-1) : undefined;
    const next = last === undefined ? null : { updatedAt: last.updatedAt, number: last.number };
    return right({ conversations, total, next });
  };
