import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';

declare const brand: unique symbol;

/** Where a reader of the feed has come to: a store's own word for it, of no meaning to anybody else. */
export type LogPosition = string & { readonly [brand]: 'LogPosition' };

/** Before everything, in every store. */
export const LOG_START = '' as LogPosition;

export interface LogEntry {
  /** The position of who has read up to here. */
  readonly position: LogPosition;
  readonly conversationId: ConversationId;
  readonly event: ConversationEvent;
}

/** What was appended to all logs, in one order: for healing, webhooks, export, rebuilding. */
export interface LogFeed {
  /**
   * What comes after a position, at most `limit`. Everything appended is in it once, at the latest a moment
   * after it was answered, the events of a conversation by their `seq`; nothing ever comes to stand before a
   * position that was given. Costs what it returns, however much came before.
   */
  after(position: LogPosition, limit: number): TaskEither<Unavailable, readonly LogEntry[]>;
}
