import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Conversation } from '../../domain/conversation.js';
import {
  invalid,
  resyncRequired,
  type ResyncRequired,
  type Unavailable,
  type ValidationFailed,
} from '../../domain/failure.js';
import type { MessageId } from '../../domain/ids.js';
import { MessageSearch, type MessageSearchDeps } from '../reads/message-search.js';

/** The last that a client knows of a conversation: a message, or a `seq`. */
export type Since = MessageId | number;

export interface ResumeConversationInput {
  /** As the join of whoever may read it saw it. */
  readonly conversation: Conversation;
  /** `null` for who wants nothing of what was. */
  readonly since: Since | null;
}

export interface Resumed {
  readonly conversation: Conversation;
  /** The `seq` after which he is to hear everything; that of the conversation's last event unless he asked for more. */
  readonly after: number;
}

export type ResumeConversationFailure = ValidationFailed | ResyncRequired | Unavailable;

/** Where somebody goes on who comes back to a conversation (design, section 6). */
export type ResumeConversation = (
  input: ResumeConversationInput,
) => TaskEither<ResumeConversationFailure, Resumed>;

/** Events that are told again at most: who has missed more is faster with the newest page of the history. */
const MOST = 1_000;

const UNKNOWN = invalid('since', 'Must be of this conversation');

export const resumeConversation = (deps: MessageSearchDeps): ResumeConversation => {
  const seqOf = async (
    since: Since,
    conversation: Conversation,
  ): Promise<Either<Unavailable, number | null>> => {
    if (typeof since === 'number') return right(since <= conversation.lastSeq ? since : null);
    const message = await new MessageSearch(deps, since).within(conversation);
    return isLeft(message) ? message : right(message.right?.seq ?? null);
  };

  return ({ conversation, since }) =>
    async () => {
      if (since === null) return right({ conversation, after: conversation.lastSeq });
      const after = await seqOf(since, conversation);
      if (isLeft(after)) return after;
      if (after.right === null) return left(UNKNOWN);
      if (conversation.lastSeq - after.right > MOST) return left(resyncRequired);
      return right({ conversation, after: after.right });
    };
};
