import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonKey } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { ConversationEvent, NamedEntry } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';

/** The most that a store takes at a time; bytes are those of the events in JSON. */
export const MAX_APPEND = { events: 200, bytes: 1_000_000 } as const;

/** Events for one conversation, all or none: no more than {@link MAX_APPEND}, and no name borne twice. */
export interface Append {
  /** The `seq` that was decided on; 0 opens the conversation. The events number on from it. */
  readonly expectedSeq: number;
  readonly events: readonly ConversationEvent[];
  /** The state after the events: what the projections show from the commit on. */
  readonly conversation: Conversation;
}

/**
 * - `appended`: durable, and seen by every read from now on.
 * - `taken`: somebody else appended at that `seq` first.
 * - `repeated`: a message or note with that `clientMessageId` of that sender is stored already.
 * - `unavailable`: the store failed at this one, and others of the batch may be stored all the same. Whether it
 *   is stored is not known: every read may show it later, and the same append again is refused then.
 * - `ticketTaken`: another conversation has a ticket of the number, or the id, of the one that this append opens.
 * - `slotTaken`: another open conversation has the slot that the state after this one would hold (`openSlot`).
 *
 * Of several reasons to refuse an opening any may be told; a later append at the wrong `seq` is never
 * `slotTaken` or `ticketTaken`, since it was decided on a state that is gone.
 */
export type AppendOutcome =
  | { readonly kind: 'appended' }
  | { readonly kind: 'taken' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'slotTaken' }
  | { readonly kind: 'ticketTaken' };

/** The log of every conversation: the one place where something has happened or has not. */
export interface ConversationLog {
  /**
   * One outcome for each append, in order. An append that is refused stores nothing and undoes no
   * other. At most one append for a conversation in a batch; of two that exclude each other either may
   * win. `Unavailable` says of all what `unavailable` says of one. An append that is too large or bears a name
   * twice is a bug, and throws before anything of the batch is stored (`checkAppend`).
   */
  append(batch: readonly Append[]): TaskEither<Unavailable, readonly AppendOutcome[]>;

  /** The state after the last event. */
  load(id: ConversationId): TaskEither<Unavailable, Option<Conversation>>;

  /** The same, by the conversation's `number`. */
  loadByNumber(number: number): TaskEither<Unavailable, Option<Conversation>>;

  /** The same, by its ticket's number or id (`ticketKeys`), each as it is written there. */
  loadByTicket(key: string): TaskEither<Unavailable, Option<Conversation>>;

  /** Events with a later `seq`, oldest first, at most `limit`. */
  read(
    id: ConversationId,
    afterSeq: number,
    limit: number,
  ): TaskEither<Unavailable, readonly ConversationEvent[]>;

  /** The message or note that a sender stored under his own name for it. */
  findMessage(
    id: ConversationId,
    sender: PersonKey,
    clientMessageId: string,
  ): TaskEither<Unavailable, Option<NamedEntry>>;

  /** The conversation that a sender opened with a message of that name. */
  findOpening(
    sender: PersonKey,
    clientMessageId: string,
  ): TaskEither<Unavailable, Option<ConversationId>>;

  /** The open conversation in a slot (`slotOf`); never one that is closed, whatever a crash left. */
  findOpen(slot: string): TaskEither<Unavailable, Option<ConversationId>>;

  /**
   * A conversation's `number`: greater than every number that any node was given before this was asked
   * for. Some may be left out; one that is stored is never given again.
   */
  nextNumber(): TaskEither<Unavailable, number>;

  /** No number up to this one is given from now on, to any node: for conversations that bring their own. */
  skipNumbers(upTo: number): TaskEither<Unavailable, void>;

  /**
   * Of a ticket, its place among those of a year: from 1, greater than every one that any node was given for that year
   * before this was asked for. Some may be left out; one that is stored is never given again.
   */
  nextTicketSerial(year: number): TaskEither<Unavailable, number>;

  /** No place of that year up to this one is given from now on, to any node: for tickets that bring their own. */
  skipTicketSerials(year: number, upTo: number): TaskEither<Unavailable, void>;
}
