import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import { close, type CloseFailure } from '../../domain/decide/close.js';
import type { NotFound, Unavailable, ValidationFailed } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import { optionalText } from '../../domain/message-text.js';
import type { ConversationChanges } from '../changes/change-conversation.js';

export interface CloseInput {
  readonly conversationId: ConversationId;
  readonly note: string | null;
}

export type CloseConversation = (
  actor: Actor,
  input: CloseInput,
) => TaskEither<CloseFailure | ValidationFailed | NotFound | Unavailable, Conversation>;

export interface CloseConversationDeps {
  readonly changes: ConversationChanges;
}

/** Ends a conversation; its owner may rate it from then on. */
export const closeConversation =
  ({ changes }: CloseConversationDeps): CloseConversation =>
  (actor, input) =>
  async () => {
    const note = optionalText(input.note, 'note');
    if (isLeft(note)) return note;
    const changed = await changes.change(input.conversationId, (state) =>
      close(state, note.right, actor),
    )();
    return isLeft(changed) ? changed : right(changed.right.conversation);
  };
