import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type {
  AdoptConversation,
  AdoptConversationFailure,
  Adoption,
} from '../../../../application/use-cases/adopt-conversation.js';
import type { GetHistory, History } from '../../../../application/use-cases/get-history.js';
import type { JoinConversation } from '../../../../application/use-cases/join-conversation.js';
import type {
  ResumeConversation,
  ResumeConversationFailure,
  Resumed,
  Since,
} from '../../../../application/use-cases/resume-conversation.js';
import type { Guest } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { Caller } from '../../gateway/dialect.js';
import { GuestTurns } from './guest-turns.js';

export interface Joined extends Resumed {
  /** Who he is from now on, where the widget's rules have brought a guest and a conversation together. */
  readonly guest: Guest | null;
  /** What was said before, for a guest who has asked for a fresh conversation and goes on with his own. */
  readonly earlier: Pick<History, 'messages' | 'ownCodes' | 'read'> | null;
}

export interface JoiningDeps {
  readonly joinConversation: JoinConversation;
  readonly adoptConversation: AdoptConversation;
  readonly getHistory: GetHistory;
  readonly resumeConversation: ResumeConversation;
}

export type JoiningFailure = AdoptConversationFailure | ResumeConversationFailure;

type Joining = (
  caller: Pick<Caller, 'actor' | 'connection'>,
  id: ConversationId,
  since: Since | null,
) => TaskEither<JoiningFailure, Joined>;

/** The newest that are told again. */
const EARLIER = 100;

/** Joins for whoever may read; a guest may also come by a conversation here (design, section 5). */
export const joining = ({
  joinConversation,
  adoptConversation,
  getHistory,
  resumeConversation,
}: JoiningDeps): Joining => {
  const turns = new GuestTurns();

  const resumed = async (
    conversation: Conversation,
    since: Since | null,
    guest: Guest | null,
  ): Promise<Either<JoiningFailure, Joined>> => {
    const found = await resumeConversation({ conversation, since })();
    return isLeft(found) ? found : right({ ...found.right, guest, earlier: null });
  };

  const goOn = async (
    { guest, conversation, isAlias }: Adoption,
    since: Since | null,
  ): Promise<Either<JoiningFailure, Joined>> => {
    if (!isAlias || since !== null) return resumed(conversation, since, guest);
    const window = { newest: EARLIER };
    const history = await getHistory(guest, { conversationId: conversation.id, window })();
    if (isLeft(history)) return history;
    const { conversation: newest } = history.right;
    return right({ guest, conversation: newest, after: newest.lastSeq, earlier: history.right });
  };

  return ({ actor, connection }, id, since) =>
    async () => {
      const joined = await joinConversation(actor, { conversationId: id })();
      if (!isLeft(joined)) return resumed(joined.right, since, null);
      if (actor.kind !== 'guest' || joined.left.kind !== 'AccessDenied') return joined;
      return turns.take(connection, actor, async (guest) => {
        const adopted = await adoptConversation(guest, id)();
        if (!isLeft(adopted)) return goOn(adopted.right, since);
        if (adopted.left.kind !== 'AccessDenied') return adopted;
        // It may be his by now: by a join ahead of this one, or on another of his connections.
        const own = await joinConversation(guest, { conversationId: id })();
        return isLeft(own) ? own : resumed(own.right, since, guest);
      });
    };
};
