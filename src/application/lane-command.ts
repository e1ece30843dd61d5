import type { Either } from 'fp-ts/lib/Either.js';
import type { Conversation } from '../domain/conversation.js';
import type { ConversationEvent, TextMessage } from '../domain/conversation-event.js';
import type { Decision } from '../domain/decide/decision.js';
import type { Unavailable } from '../domain/failure.js';
import type { Instant } from '../domain/ids.js';
import type { MessageName } from '../domain/message-name.js';

/** What came of a command, after its commit. */
export interface Changed {
  /** The state right after the command's own events. */
  readonly conversation: Conversation;
  /** Empty when there was nothing to change. */
  readonly events: readonly ConversationEvent[];
  /** The message that was stored before under the same `clientMessageId`; then nothing changed. */
  readonly repeated: TextMessage | null;
}

/** An opening that the store refused; who opens knows where to look next. */
export interface OpeningRefused {
  readonly kind: 'OpeningRefused';
  readonly because: 'slotTaken' | 'repeated';
}

export interface LaneCommand<F> {
  readonly decide: (state: Conversation | undefined, now: Instant) => Decision<F>;
  /** Looked up before anything is decided: in what is pending, then in the store. */
  readonly name: MessageName | null;
  readonly resolve: (result: Either<F | Unavailable | OpeningRefused, Changed>) => void;
  readonly reject: (defect: unknown) => void;
}
