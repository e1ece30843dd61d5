import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type {
  AdoptConversation,
  AdoptConversationFailure,
  Adoption,
} from '../../../../application/use-cases/adopt-conversation.js';
import type { GetHistory, History } from '../../../../application/use-cases/get-history.js';
import type { JoinConversation } from '../../../../application/use-cases/join-conversation.js';
import type { Guest } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { Caller } from '../../gateway/dialect.js';
import { GuestTurns } from './guest-turns.js';

export interface Joined {
  readonly conversation: Conversation;
  /** Who he is from now on, where the widget's rules have brought a guest and a conversation together. */
  readonly guest: Guest | null;
  /** What was said before, for a guest who has asked for a fresh conversation and goes on with his own. */
  readonly earlier: Pick<History, 'messages' | 'ownCodes' | 'read'> | null;
}

export interface JoiningDeps {
  readonly joinConversation: JoinConversation;
  readonly adoptConversation: AdoptConversation;
  readonly getHistory: GetHistory;
}

type Joining = (
  caller: Pick<Caller, 'actor' | 'connection'>,
  id: ConversationId,
) => TaskEither<AdoptConversationFailure, Joined>;

/** The newest that are told again. */
const EARLIER = 100;

/** Joins for whoever may read; a guest may also come by a conversation here (design, section 5). */
export const joining = ({
  joinConversation,
  adoptConversation,
  getHistory,
}: JoiningDeps): Joining => {
  const turns = new GuestTurns();

  const goOn = ({
    guest,
    conversation,
    isAlias,
  }: Adoption): TaskEither<AdoptConversationFailure, Joined> => {
    if (!isAlias) return () => Promise.resolve(right({ conversation, guest, earlier: null }));
    return async () => {
      const window = { newest: EARLIER };
      const history = await getHistory(guest, { conversationId: conversation.id, window })();
      if (isLeft(history)) return history;
      return right({ guest, conversation: history.right.conversation, earlier: history.right });
    };
  };

  return ({ actor, connection }, id) =>
    async () => {
      const joined = await joinConversation(actor, { conversationId: id })();
      if (!isLeft(joined)) return right({ conversation: joined.right, guest: null, earlier: null });
      if (actor.kind !== 'guest' || joined.left.kind !== 'AccessDenied') return joined;
      return turns.take(connection, actor, async (guest) => {
        const adopted = await adoptConversation(guest, id)();
        if (!isLeft(adopted)) return goOn(adopted.right)();
        if (adopted.left.kind !== 'AccessDenied') return adopted;
        // It may be his by now: by a join ahead of this one, or on another of his connections.
        const own = await joinConversation(guest, { conversationId: id })();
        return isLeft(own) ? own : right({ conversation: own.right, guest, earlier: null });
      });
    };
};
