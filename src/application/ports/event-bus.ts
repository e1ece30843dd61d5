import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Conversation } from '../../domain/conversation.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';

/** What one append did, published once. */
export interface ConversationChange {
  /** The state after all of the events. */
  readonly conversation: Conversation;
  readonly events: readonly ConversationEvent[];
}

export type Unsubscribe = () => void;

/** Carries what was appended to every node; it may lose, the log does not. */
export interface EventBus {
  /**
   * Returns at once and never throws, whatever the subscribers do. Changes of one conversation reach each subscriber in
   * the order published, each at most once.
   */
  publish(change: ConversationChange): void;

  /** A subscriber that throws misses that change; the others do not. */
  subscribe(subscriber: (change: ConversationChange) => void): Unsubscribe;

  /** Whether it carries just now; once closed it does not. */
  health(): TaskEither<Unavailable, void>;

  /** Nothing reaches a subscriber after it. */
  close(): Promise<void>;
}
