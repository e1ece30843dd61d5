import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonKey } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { MessagePosted } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';

/** Both from 1. */
export interface PageRequest {
  readonly page: number;
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Of all pages. */
  readonly total: number;
}

/** Lists for people to read; each shows one's own acknowledged writes. */
export interface ConversationQueries {
  /** The conversations of an owner, latest activity first. */
  owned(owner: PersonKey, page: PageRequest): TaskEither<Unavailable, Page<Conversation>>;

  /**
   * Messages by their place among those that the owner may see (the first is 1), oldest first. Other
   * events have no place. However long the conversation is, no message is read that is not returned: what
   * is skipped at most are the events without a place that came before.
   */
  messages(
    id: ConversationId,
    first: number,
    count: number,
  ): TaskEither<Unavailable, readonly MessagePosted[]>;
}
