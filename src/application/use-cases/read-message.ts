import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, personKey } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { MessagePosted } from '../../domain/conversation-event.js';
import type { NotFound, Unavailable } from '../../domain/failure.js';
import type { MessageId } from '../../domain/ids.js';
import { isReader } from '../../domain/reading.js';
import type { Clock } from '../ports/clock.js';
import type { EventBus } from '../ports/event-bus.js';
import type { Logger } from '../ports/logger.js';
import type { ReadMark } from '../ports/read-marks.js';
import { publishing } from '../publishing.js';
import { findMessage, type FindMessageDeps, type MessageHints } from '../reads/find-message.js';
import { markTogether, type MarkTogetherDeps } from '../reads/mark-together.js';

export interface ReadMessageInput extends MessageHints {
  readonly messageId: MessageId;
}

export interface ReadMessageOutput {
  readonly conversation: Conversation;
  readonly message: MessagePosted;
  /** The first reading of it; `null` where nobody has read it yet, and this was none that counts. */
  readonly mark: ReadMark | null;
}

export type ReadMessage = (
  actor: Actor,
  input: ReadMessageInput,
) => TaskEither<NotFound | Unavailable, ReadMessageOutput>;

export interface ReadMessageDeps extends FindMessageDeps, MarkTogetherDeps {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The first reading of a message by its other side is kept and told; any other changes nothing, and is none the worse. */
export const readMessage = (deps: ReadMessageDeps): ReadMessage => {
  const { reads, clock } = deps;
  const find = findMessage(deps);
  const mark = markTogether(deps);
  const publish = publishing(deps.bus, deps.logger);
  return (actor, { messageId, ...hints }) =>
    async () => {
      const found = await find(actor, messageId, hints)();
      if (isLeft(found)) return found;
      const { conversation, message } = found.right;
      const { seq } = message;
      const { id: conversationId } = conversation;
      if (!isReader(actor, message, conversation)) {
        const known = await reads.within(conversationId, seq, seq)();
        return isLeft(known) ? known : right({ ...found.right, mark: known.right[0] ?? null });
      }
      const marked = await mark({
        conversationId,
        seq,
        by: personKey(actor),
        at: clock.now(),
      });
      if (isLeft(marked)) return marked;
      const { mark: first, isFirst } = marked.right;
      if (isFirst) publish({ kind: 'read', messageId, ...first });
      return right({ ...found.right, mark: first });
    };
};
