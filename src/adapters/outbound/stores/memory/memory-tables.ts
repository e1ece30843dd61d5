import { CodeBook } from '../../../../application/code-book.js';
import { ReadBook } from '../../../../application/read-book.js';
import { TallyBook } from '../../../../application/tally-book.js';
import type { LogEntry } from '../../../../application/ports/log-feed.js';
import type { SavedSession } from '../../../../application/ports/sessions.js';
import type { PersonKey, Staff } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type {
  ConversationEvent,
  MessagePosted,
  NamedEntry,
} from '../../../../domain/conversation-event.js';
import type { ConversationId, Instant } from '../../../../domain/ids.js';

export interface StoredConversation {
  conversation: Conversation;
  /** What it is found by in the tables below, as long as the state says so. */
  slot: string | null;
  owner: PersonKey;
  readonly events: ConversationEvent[];
  /** Those with a place in the history, in order. */
  readonly messages: MessagePosted[];
  /** By the keys of their names. */
  readonly named: Map<string, NamedEntry>;
}

export interface KeptSession {
  readonly session: SavedSession;
  readonly until: Instant;
}

/** What a database would hold; the ports of this store are views of it. */
export interface MemoryTables {
  readonly conversations: Map<ConversationId, StoredConversation>;
  readonly byNumber: Map<number, StoredConversation>;
  readonly idsByOwner: Map<PersonKey, Set<ConversationId>>;
  readonly idsBySlot: Map<string, ConversationId>;
  /** By the keys of the names that the messages bear which opened them. */
  readonly idsByOpening: Map<string, ConversationId>;
  /** Every event, in the order of the appends. */
  readonly feed: Omit<LogEntry, 'position'>[];
  readonly staff: Map<string, Staff>;
  /** By their keys, the one that was saved last at the end. */
  readonly sessions: Map<string, KeptSession>;
  readonly reads: ReadBook;
  readonly codes: CodeBook;
  /** By the numbers and the ids of their tickets. */
  readonly idsByTicket: Map<string, ConversationId>;
  readonly tallies: TallyBook;
  /** The last that was given in each year. */
  readonly ticketSerials: Map<number, number>;
  lastNumber: number;
}

export const memoryTables = (): MemoryTables => ({
  conversations: new Map(),
  byNumber: new Map(),
  idsByOwner: new Map(),
  idsBySlot: new Map(),
  idsByOpening: new Map(),
  feed: [],
  staff: new Map(),
  sessions: new Map(),
  reads: new ReadBook(),
  codes: new CodeBook(),
  idsByTicket: new Map(),
  tallies: new TallyBook(),
  ticketSerials: new Map(),
  lastNumber: 0,
});
