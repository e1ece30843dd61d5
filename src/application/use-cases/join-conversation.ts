import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { ConversationId } from '../../domain/ids.js';
import type { GetConversation, GetConversationFailure } from './get-conversation.js';

export interface JoinConversationInput {
  readonly conversationId: ConversationId;
}

export type JoinConversation = (
  actor: Actor,
  input: JoinConversationInput,
) => TaskEither<GetConversationFailure, Conversation>;

export interface JoinConversationDeps {
  readonly getConversation: GetConversation;
}

/** Whoever may read a conversation may hear it live; the gateway follows it for him from then on. */
export const joinConversation =
  ({ getConversation }: JoinConversationDeps): JoinConversation =>
  (actor, { conversationId }) =>
    getConversation(actor, conversationId);
