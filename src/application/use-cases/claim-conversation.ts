import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import { claim, type ClaimFailure } from '../../domain/decide/claim.js';
import type { NotFound, Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import type { ConversationChanges } from '../changes/change-conversation.js';

export type ClaimConversation = (
  actor: Actor,
  id: ConversationId,
) => TaskEither<ClaimFailure | NotFound | Unavailable, Conversation>;

export interface ClaimConversationDeps {
  readonly changes: ConversationChanges;
}

/** Takes a conversation from the queue; the first wins, the others hear who did. */
export const claimConversation =
  ({ changes }: ClaimConversationDeps): ClaimConversation =>
  (actor, id) =>
  async () => {
    const changed = await changes.change(id, (state) => claim(state, actor))();
    return isLeft(changed) ? changed : right(changed.right.conversation);
  };
