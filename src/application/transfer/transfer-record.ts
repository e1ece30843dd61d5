import type { Staff } from '../../domain/actor.js';
import type { PersonKey } from '../../domain/actor.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import type { ConversationId, Instant } from '../../domain/ids.js';

/** How much of everything there is. */
export interface TransferCounts {
  readonly staff: number;
  readonly conversations: number;
  readonly events: number;
  /** Those of the events that are messages. */
  readonly messages: number;
}

/** What is known of an export before its first line. */
export interface TransferHeader extends TransferCounts {
  /** The highest number of a conversation; 0 where there is none. */
  readonly lastNumber: number;
}

/** Goes before the events of a conversation, which follow by their `seq` from 1. */
export interface ConversationHead {
  readonly id: ConversationId;
  readonly number: number;
  readonly events: number;
  /**
   * How many of the first events were stored in one append, as far as it can be told: the names of their
   * messages are the sender's over all conversations (`findOpening`), and a client has a ticket from the opening on. So
   * they are stored together again.
   */
  readonly opening: number;
  /** How many of the events are messages that have been read. */
  readonly reads: number;
}

/** Stands right behind the message that has been read. */
export interface ReadRecord {
  /** Of that message. */
  readonly seq: number;
  readonly by: PersonKey;
  readonly at: Instant;
}

/**
 * What an export is made of, in this order: the header; the staff, by id; and each conversation with its
 * events, each message that has been read with its mark behind it. Those that are closed come first, each group by number: so no two that held the same slot, one
 * after the other, stand in each other's way when they are stored again in this order.
 */
export type TransferRecord =
  | { readonly kind: 'header'; readonly header: TransferHeader }
  | { readonly kind: 'staff'; readonly staff: Staff }
  | { readonly kind: 'conversation'; readonly conversation: ConversationHead }
  | { readonly kind: 'event'; readonly event: ConversationEvent }
  | { readonly kind: 'read'; readonly read: ReadRecord };
