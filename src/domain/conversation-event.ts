import type { Profile } from './actor.js';
import type { Attachment } from './attachment.js';
import type { Channel } from './channel.js';
import type {
  Assignee,
  ConversationType,
  Owner,
  Priority,
  Sender,
  TextKind,
} from './vocabulary.js';
import type { ConversationId, Instant, MessageId, TicketId } from './ids.js';
import type { TicketContent, TicketPriority, TicketStatus } from './ticket.js';

interface Recorded<Type extends string> {
  readonly type: Type;
  /** The place in the conversation's log: from 1, without gaps. */
  readonly seq: number;
  /** Never decreases along the log, whatever the clock does. */
  readonly at: Instant;
}

export interface Opened extends Recorded<'opened'> {
  readonly conversationId: ConversationId;
  readonly number: number;
  readonly channel: Channel;
  readonly conversationType: ConversationType;
  readonly subject: string | null;
  readonly owner: Owner;
  readonly contact: Profile;
  readonly departmentId: string | null;
  readonly priority: Priority;
  readonly deviceMetadata: Readonly<Record<string, string>> | null;
  /** There where a newcomer opened it (`newcomer.ts`). */
  readonly newcomerUntil?: Instant;
}

interface Message extends Recorded<'messagePosted'> {
  readonly id: MessageId;
  readonly sender: Sender;
}

export interface TextMessage extends Message {
  readonly kind: TextKind;
  /** Empty only where files came with it. */
  readonly text: string;
  /** Absent where there are none. */
  readonly attachments?: readonly Attachment[];
  /** The sender's own name for it; the same one twice is the same message. */
  readonly clientMessageId?: string;
}

/** An auth code for one person: its digits are in no event, since they are made from its id for each viewer. */
export interface CodeMessage extends Message {
  readonly kind: 'auth_code';
  readonly codeId: string;
  /** The only one who is shown the digits. */
  readonly addressee: Owner;
}

/** Everything with a place in the history that the owner sees. */
export type MessagePosted = TextMessage | CodeMessage;

/** For staff alone. */
export interface NoteAdded extends Recorded<'noteAdded'> {
  readonly id: MessageId;
  readonly sender: Sender;
  readonly text: string;
  /** As of a message. */
  readonly clientMessageId?: string;
}

/** What its sender may name, so that it is stored once however often he sends it. */
export type NamedEntry = TextMessage | NoteAdded;

export interface Claimed extends Recorded<'claimed'> {
  readonly assignee: Assignee;
}

export interface HandedOver extends Recorded<'handedOver'> {
  readonly assignee: Assignee;
  readonly by: Sender;
  readonly reason: string | null;
}

export interface Closed extends Recorded<'closed'> {
  readonly by: Sender;
  readonly note: string | null;
}

export interface Rated extends Recorded<'rated'> {
  readonly stars: number;
  readonly feedback: string | null;
}

export interface TicketOpened extends Recorded<'ticketOpened'>, TicketContent {
  readonly id: TicketId;
  readonly number: string;
  readonly by: Sender;
}

/** With both as they are from now on. */
export interface TicketUpdated extends Recorded<'ticketUpdated'> {
  readonly status: TicketStatus;
  readonly priority: TicketPriority;
  readonly by: Sender;
}

/** A newcomer's conversation has its guest for good: the one who opened it, or another. */
export interface Adopted extends Recorded<'adopted'> {
  readonly owner: Owner;
  /** The id under which the guest came who is its owner from now on, where that was another. */
  readonly cameAs?: string;
}

/** A newcomer's conversation stands for another one of its guest's from now on. */
export interface Aliased extends Recorded<'aliased'> {
  readonly of: ConversationId;
}

/** Everything that can happen to a conversation. */
export type ConversationEvent =
  | Opened
  | MessagePosted
  | NoteAdded
  | Claimed
  | HandedOver
  | Closed
  | Rated
  | TicketOpened
  | TicketUpdated
  | Adopted
  | Aliased;

type Unrecorded<Event> = Event extends ConversationEvent ? Omit<Event, 'seq' | 'at'> : never;

/** What was decided, before it has a place and a time in a log. */
export type Fact = Unrecorded<ConversationEvent>;
