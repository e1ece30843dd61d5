import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { Unavailable } from '../../domain/failure.js';
import type { JoinedConversation } from '../ports/sessions.js';
import type { JoinConversation } from './join-conversation.js';

export interface Rejoined {
  readonly joined: JoinedConversation;
  /** `null` where he may join it no longer. */
  readonly conversation: Conversation | null;
}

/** What somebody who comes back may hear again of what he had joined, in the same order. */
export type RejoinConversations = (
  actor: Actor,
  all: readonly JoinedConversation[],
) => TaskEither<Unavailable, readonly Rejoined[]>;

export interface RejoinConversationsDeps {
  readonly joinConversation: JoinConversation;
}

/** Each is joined anew, with the access that he has now. */
export const rejoinConversations =
  ({ joinConversation }: RejoinConversationsDeps): RejoinConversations =>
  (actor, all) =>
  async () => {
    const answers = await Promise.all(
      all.map(async (joined) => {
        const { conversationId } = joined;
        return { joined, answer: await joinConversation(actor, { conversationId })() };
      }),
    );
    const rejoined: Rejoined[] = [];
    for (const { joined, answer } of answers) {
      if (!isLeft(answer)) rejoined.push({ joined, conversation: answer.right });
      else if (answer.left.kind === 'Unavailable') return left(answer.left);
      else rejoined.push({ joined, conversation: null });
    }
    return right(rejoined);
  };
