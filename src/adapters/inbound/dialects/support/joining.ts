import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type {
  AdoptConversation,
  AdoptConversationFailure,
} from '../../../../application/use-cases/adopt-conversation.js';
import type { GetHistory } from '../../../../application/use-cases/get-history.js';
import type { JoinConversation } from '../../../../application/use-cases/join-conversation.js';
import type { Actor, Guest } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { MessagePosted } from '../../../../domain/conversation-event.js';
import type { ConversationId } from '../../../../domain/ids.js';

export interface Joined {
  readonly conversation: Conversation;
  /** Who he is from now on, where the widget's rules have brought a guest and a conversation together. */
  readonly guest: Guest | null;
  /** What was said before, for a guest who has asked for a fresh conversation and goes on with his own. */
  readonly earlier: readonly MessagePosted[];
}

export interface JoiningDeps {
  readonly joinConversation: JoinConversation;
  readonly adoptConversation: AdoptConversation;
  readonly getHistory: GetHistory;
}

/** The newest that are told again. */
const EARLIER = 100;

/** Joins for whoever may read; a guest may also come by a conversation here (design, section 5). */
export const joining =
  ({ joinConversation, adoptConversation, getHistory }: JoiningDeps) =>
  (actor: Actor, id: ConversationId): TaskEither<AdoptConversationFailure, Joined> =>
  async () => {
    const joined = await joinConversation(actor, { conversationId: id })();
    if (!isLeft(joined)) return right({ conversation: joined.right, guest: null, earlier: [] });
    if (actor.kind !== 'guest' || joined.left.kind !== 'AccessDenied') return joined;
    const adopted = await adoptConversation(actor, id)();
    if (isLeft(adopted)) return adopted;
    const { guest, conversation, isAlias } = adopted.right;
    if (!isAlias) return right({ conversation, guest, earlier: [] });
    const history = await getHistory(guest, {
      conversationId: conversation.id,
      window: { newest: EARLIER },
    })();
    if (isLeft(history)) return history;
    return right({
      guest,
      conversation: history.right.conversation,
      earlier: history.right.messages,
    });
  };
