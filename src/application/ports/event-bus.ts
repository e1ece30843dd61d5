import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor, PersonKey } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId, MessageId } from '../../domain/ids.js';
import type { ReadMark } from './read-marks.js';

/** What one append did, published once. */
export interface ConversationChange {
  readonly kind: 'changed';
  /** The state after all of the events. */
  readonly conversation: Conversation;
  readonly events: readonly ConversationEvent[];
}

/** Somebody has begun to write, goes on, or has stopped. */
export interface TypingSignal {
  readonly kind: 'typing';
  readonly conversationId: ConversationId;
  readonly by: Actor;
  readonly typing: boolean;
}

/** Somebody was the first to read a message. */
export interface ReadSignal extends ReadMark {
  readonly kind: 'read';
  readonly messageId: MessageId;
}

/** These are to lose all of their connections. */
export interface DisconnectSignal {
  readonly kind: 'disconnect';
  readonly people: readonly PersonKey[];
}

/** What happens and is in no log: who misses it has missed it. */
export type Signal = TypingSignal | ReadSignal | DisconnectSignal;

export type BusMessage = ConversationChange | Signal;

export type Unsubscribe = () => void;

/** Carries what was appended, and signals, to every node; it may lose, the log does not. */
export interface EventBus {
  /**
   * Returns at once and never throws, whatever the subscribers do. Messages about one conversation reach each
   * subscriber in the order published, each at most once.
   */
  publish(message: BusMessage): void;

  /** A subscriber that throws misses that message; the others do not. */
  subscribe(subscriber: (message: BusMessage) => void): Unsubscribe;

  /** Whether it carries just now; once closed it does not. */
  health(): TaskEither<Unavailable, void>;

  /** Nothing reaches a subscriber after it. */
  close(): Promise<void>;
}
