import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { canRead } from '../../domain/access.js';
import { type Actor, isClient, personKey } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { MessagePosted } from '../../domain/conversation-event.js';
import { noMessage, type NotFound, type Unavailable } from '../../domain/failure.js';
import type { ConversationId, MessageId } from '../../domain/ids.js';
import type { ConversationQueries } from '../ports/conversation-queries.js';
import type { GetConversation } from '../use-cases/get-conversation.js';
import { MessageSearch, type MessageSearchDeps } from './message-search.js';

/** Where a message stands. */
export interface MessagePlace {
  readonly conversationId: ConversationId;
  readonly seq: number;
}

/** What is known of where a message may be. */
export interface MessageHints {
  /** Its place, where this node has heard of it lately. */
  readonly heard: MessagePlace | null;
  /** The conversation that the client says. */
  readonly named: ConversationId | null;
  /** Those that his connection follows. */
  readonly followed: readonly Conversation[];
}

export interface FoundMessage {
  readonly conversation: Conversation;
  readonly message: MessagePosted;
}

/** A message by its id alone, for whoever may read it. */
export type FindMessage = (
  actor: Actor,
  id: MessageId,
  hints: MessageHints,
) => TaskEither<NotFound | Unavailable, FoundMessage>;

export interface FindMessageDeps extends MessageSearchDeps {
  readonly queries: ConversationQueries;
  readonly getConversation: GetConversation;
}

/** A client's own conversations that are looked at, latest activity first. */
const OWN = 100;

/**
 * There is no index by it, which every message would pay for: it is where this node heard of it, or in the
 * conversation that is named, in one that is followed, or in one of the client's own, by the time in its id.
 */
export const findMessage = (deps: FindMessageDeps): FindMessage => {
  const { queries, getConversation } = deps;

  const readable = async (
    actor: Actor,
    id: ConversationId,
    followed: readonly Conversation[],
  ): Promise<Either<Unavailable, Conversation | null>> => {
    const known = followed.find((one) => one.id === id);
    if (known !== undefined) return right(canRead(actor, known) ? known : null);
    const got = await getConversation(actor, id)();
    if (!isLeft(got)) return got;
    return got.left.kind === 'Unavailable' ? left(got.left) : right(null);
  };

  const owned = async (actor: Actor): Promise<Either<Unavailable, readonly Conversation[]>> => {
    if (!isClient(actor)) return right([]);
    const page = await queries.owned(personKey(actor), { page: 1, limit: OWN })();
    return isLeft(page) ? page : right(page.right.items);
  };

  return (actor, id, { heard, named, followed }) =>
    async () => {
      const search = new MessageSearch(deps, id);
      const tried = new Set<ConversationId>();

      const among = async (
        conversations: readonly Conversation[],
      ): Promise<Either<Unavailable, FoundMessage | null>> => {
        for (const conversation of conversations) {
          if (tried.has(conversation.id) || !canRead(actor, conversation)) continue;
          tried.add(conversation.id);
          const message = await search.within(conversation);
          if (isLeft(message)) return message;
          if (message.right !== null) return right({ conversation, message: message.right });
        }
        return right(null);
      };

      if (heard !== null) {
        const conversation = await readable(actor, heard.conversationId, followed);
        if (isLeft(conversation)) return conversation;
        if (conversation.right === null) return left(noMessage);
        const message = await search.at(heard.conversationId, heard.seq);
        if (isLeft(message)) return message;
        return message.right === null
          ? left(noMessage)
          : right({ conversation: conversation.right, message: message.right });
      }
      const sources: readonly (() => Promise<Either<Unavailable, readonly Conversation[]>>)[] = [
        async () => {
          const one = named === null ? right(null) : await readable(actor, named, followed);
          return isLeft(one) ? one : right(one.right === null ? [] : [one.right]);
        },
        () => Promise.resolve(right(search.likeliest(followed))),
        async () => {
          const own = await owned(actor);
          return isLeft(own) ? own : right(search.likeliest(own.right));
        },
      ];
      for (const source of sources) {
        const conversations = await source();
        if (isLeft(conversations)) return conversations;
        const found = await among(conversations.right);
        if (isLeft(found)) return found;
        if (found.right !== null) return right(found.right);
      }
      return left(noMessage);
    };
};
