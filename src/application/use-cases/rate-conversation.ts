import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import { rate, type RateFailure } from '../../domain/decide/rate.js';
import type { NotFound, Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import { optionalText } from '../../domain/message-text.js';
import type { ConversationChanges } from '../changes/change-conversation.js';

export interface RateInput {
  readonly conversationId: ConversationId;
  /** 1 to 5, whole. */
  readonly stars: number;
  readonly feedback: string | null;
}

export type RateConversation = (
  actor: Actor,
  input: RateInput,
) => TaskEither<RateFailure | NotFound | Unavailable, Conversation>;

export interface RateConversationDeps {
  readonly changes: ConversationChanges;
}

/** The owner's word on a closed conversation, once. */
export const rateConversation =
  ({ changes }: RateConversationDeps): RateConversation =>
  (actor, input) =>
  async () => {
    const feedback = optionalText(input.feedback, 'feedback');
    if (isLeft(feedback)) return feedback;
    const command = { stars: input.stars, feedback: feedback.right };
    const changed = await changes.change(input.conversationId, (state) =>
      rate(state, command, actor),
    )();
    return isLeft(changed) ? changed : right(changed.right.conversation);
  };
