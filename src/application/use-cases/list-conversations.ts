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
  /** Where pages begin: after a place they stay right whatever moves meanwhile; `null` at the beginning. */
  readonly after: Activity | null;
  /** From 1. */
  readonly page: number;
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
  (actor, { filter, after, page, limit }) =>
  async () => {
    if (!isStaff(actor)) return left(notAllowed);
    // One more than is asked for says whether there is more.
    const stretch = { after, skip: (page - 1) * limit, limit: limit + 1 };
    const listed = await queries.listed(actor, filter, stretch, clock.now())();
    if (isLeft(listed)) return listed;
    const { items, total } = listed.right;
    const conversations = items.slice(0, limit);
    const last = items.length > limit ? conversations.at(-1) : undefined;
    const next = last === undefined ? null : { updatedAt: last.updatedAt, number: last.number };
    return right({ conversations, total, next });
  };
