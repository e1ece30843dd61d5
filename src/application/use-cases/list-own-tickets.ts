import { left, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isClient, personKey } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import { notAllowed } from '../../domain/failure.js';
import type { Page, PageRequest } from '../ports/conversation-queries.js';
import type { ListOwnDeps, ListOwnFailure } from './list-own-conversations.js';

export type ListOwnTickets = (
  actor: Actor,
  page: PageRequest,
) => TaskEither<ListOwnFailure, Page<Conversation>>;

/** A client's conversations that have a ticket, latest activity first. */
export const listOwnTickets =
  ({ queries }: ListOwnDeps): ListOwnTickets =>
  (actor, page) =>
    isClient(actor) ? queries.ownedTickets(personKey(actor), page) : left(notAllowed);
