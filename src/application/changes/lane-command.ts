import type { Either } from 'fp-ts/lib/Either.js';
import type { Conversation } from '../../domain/conversation.js';
import type { ConversationEvent, NamedEntry } from '../../domain/conversation-event.js';
import type { Decision } from '../../domain/decide/decision.js';
import type { Unavailable } from '../../domain/failure.js';
import type { Instant } from '../../domain/ids.js';
import type { MessageName } from '../../domain/message-name.js';

/** What came of a command, after its commit. */
export interface Changed {
  /** The state right after the command's own events. */
  readonly conversation: Conversation;
  /** Empty when there was nothing to change. */
  readonly events: readonly ConversationEvent[];
  /** The message or note that was stored before under the same `clientMessageId`; then nothing changed. */
  readonly repeated: NamedEntry | null;
}

/** Tells whoever asked why not. */
export type Refuse = () => void;

/** What somebody asks of a conversation. Exactly one of its ways to answer is called, once. */
export interface LaneCommand {
  readonly decide: (state: Conversation | undefined, now: Instant) => Decision<Refuse>;
  /** Of the message or note that it posts; one that is stored, or about to be, is the answer. */
  readonly name: MessageName | null;
  /** For a command that may move owner or slot: another conversation has the place. */
  readonly slotTaken: Refuse | null;
  /** For a command that opens a ticket: another conversation has one of its number. */
  readonly ticketTaken: Refuse | null;
  /** For an opening: its first message's name opened another conversation before. */
  readonly repeated: Refuse | null;
  readonly answer: (result: Either<Unavailable, Changed>) => void;
  /** A bug, passed on to whoever logs it. */
  readonly reject: (defect: unknown) => void;
}
