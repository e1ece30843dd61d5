import { left, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isClient, personKey } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import { type AccessDenied, notAllowed, type Unavailable } from '../../domain/failure.js';
import type { ConversationQueries, Page, PageRequest } from '../ports/conversation-queries.js';

export type ListOwnFailure = AccessDenied | Unavailable;

export type ListOwnConversations = (
  actor: Actor,
  page: PageRequest,
) => TaskEither<ListOwnFailure, Page<Conversation>>;

export interface ListOwnDeps {
  readonly queries: ConversationQueries;
}

/** A client's conversations, latest activity first; staff own none. */
export const listOwnConversations =
  ({ queries }: ListOwnDeps): ListOwnConversations =>
  (actor, page) =>
    isClient(actor) ? queries.owned(personKey(actor), page) : left(notAllowed);
