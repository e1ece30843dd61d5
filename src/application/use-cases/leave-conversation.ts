import { right, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import type { ConversationId } from '../../domain/ids.js';

export interface LeaveConversationInput {
  readonly conversationId: ConversationId;
}

export type LeaveConversation = (
  actor: Actor,
  input: LeaveConversationInput,
) => TaskEither<never, LeaveConversationInput>;

/** Asks for no access: whoever has lost it may still stop listening, and it tells him nothing. */
export const leaveConversation = (): LeaveConversation => (_actor, input) => right(input);
