import { left, map, right, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { canRead } from '../../domain/access.js';
import type { Actor } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import { notYours } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import type { GetConversation, GetConversationFailure } from './get-conversation.js';

export interface IndicateTypingInput {
  readonly conversationId: ConversationId;
  readonly typing: boolean;
  /** The state that the typist follows, if he does: then no keystroke reads the store. */
  readonly followed: Conversation | null;
}

export interface Typing {
  readonly conversationId: ConversationId;
  readonly typing: boolean;
}

export type IndicateTyping = (
  actor: Actor,
  input: IndicateTypingInput,
) => TaskEither<GetConversationFailure, Typing>;

export interface IndicateTypingDeps {
  readonly getConversation: GetConversation;
}

/** Whoever may read a conversation may be seen typing in it; nothing of it is stored. */
export const indicateTyping =
  ({ getConversation }: IndicateTypingDeps): IndicateTyping =>
  (actor, { conversationId, typing, followed }) => {
    if (followed !== null) {
      return canRead(actor, followed) ? right({ conversationId, typing }) : left(notYours);
    }
    return map(({ id }: Conversation) => ({ conversationId: id, typing }))(
      getConversation(actor, conversationId),
    );
  };
