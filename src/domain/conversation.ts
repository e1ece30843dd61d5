import type { PersonKey, Profile } from './actor.js';
import type { Channel } from './channel.js';
import type { ConversationId, Instant } from './ids.js';
import type { Ticket } from './ticket.js';
import type {
  Assignee,
  ConversationType,
  MessageKind,
  Owner,
  Priority,
  Sender,
  Status,
} from './vocabulary.js';

export interface Rating {
  readonly stars: number;
  readonly feedback: string | null;
  readonly at: Instant;
}

/** The newest message that the owner may see, cut for lists. */
export interface MessagePreview {
  readonly seq: number;
  readonly kind: MessageKind;
  readonly text: string;
  readonly sender: Sender;
  readonly at: Instant;
}

/** Who wrote last, and the newest `seq` of everybody else: all that `ifLastSeq` asks about. */
export interface LastWriter {
  readonly key: PersonKey;
  readonly seq: number;
  readonly othersSeq: number;
}

/** The first word of staff: where it stands, and the milliseconds that the owner had waited for it, where he did. */
export interface FirstAnswer {
  readonly seq: number;
  readonly waited: number | null;
}

/** The state of one conversation: the fold of its events, in order. */
export interface Conversation {
  readonly id: ConversationId;
  /** Sequential, unique in the store. */
  readonly number: number;
  /** The way in that it was opened through, with the policy that counts for it ever since. */
  readonly channel: Channel;
  readonly type: ConversationType;
  readonly subject: string | null;
  readonly owner: Owner;
  readonly contact: Profile;
  readonly departmentId: string | null;
  readonly assignee: Assignee | null;
  readonly status: Status;
  readonly priority: Priority;
  readonly rating: Rating | null;
  readonly ticket: Ticket | null;
  readonly deviceMetadata: Readonly<Record<string, string>> | null;
  /** Until when it is a newcomer's (`newcomer.ts`); `null` where no newcomer opened it. */
  readonly newcomerUntil: Instant | null;
  /** Whether a newcomer's conversation has its guest for good. */
  readonly isAdopted: boolean;
  /** The id under which he came to it, where that was another: who comes under it again is he. */
  readonly cameAs: string | null;
  /** What it stands for: an alias is closed, and holds nothing of its own. */
  readonly aliasOf: ConversationId | null;
  /** Counts changes of assignee. */
  readonly epoch: number;
  readonly lastSeq: number;
  /** Messages that the owner may see; notes are not counted. */
  readonly messageCount: number;
  readonly lastMessage: MessagePreview | null;
  readonly lastWriter: LastWriter | null;
  readonly createdAt: Instant;
  /** Of the last event that the owner may know of: of a note he sees no more than a gap in `seq`. */
  readonly updatedAt: Instant;
  /** Of the last event, whatever it was. */
  readonly lastEventAt: Instant;
  readonly lastMessageAt: Instant | null;
  /** Since when its owner waits for an answer: his first message that has had none; `null` where he does not. */
  readonly waitingSince: Instant | null;
  readonly firstAnswer: FirstAnswer | null;
  readonly closedAt: Instant | null;
}

export const isOpen = (conversation: Conversation): boolean => conversation.status !== 'closed';

export const ownerKey = (owner: Owner): PersonKey => `${owner.kind}:${owner.id}`;

/**
 * What only one open conversation may hold at a time: its owner's place for its type, where the channel
 * gives but one. `null` when it holds none: closed, or of a channel that opens as many as one likes.
 */
export const openSlot = (conversation: Conversation): string | null =>
  isOpen(conversation) && conversation.channel.singleOpen
    ? slotOf(conversation.channel, ownerKey(conversation.owner), conversation.type)
    : null;

export const slotOf = ({ name }: Channel, owner: PersonKey, type: ConversationType): string =>
  `${name}|${type}|${owner}`;
