import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import type { Blob } from '../ports/blob-store.js';
import type { ConversationLog } from '../ports/conversation-log.js';

/** Events that are read at a time. */
const PART = 100;

export const carries = (event: ConversationEvent, name: string): boolean =>
  event.type === 'messagePosted' &&
  event.kind !== 'auth_code' &&
  (event.attachments?.some((attachment) => attachment.name === name) ?? false);

/** Whether a message of its conversation carries a file, as the log knows it. */
export const isCarried = async (
  log: ConversationLog,
  { conversationId, afterSeq, name }: Pick<Blob, 'conversationId' | 'afterSeq' | 'name'>,
): Promise<Either<Unavailable, boolean>> => {
  for (let seq = afterSeq; ;) {
    const events = await log.read(conversationId, seq, PART)();
    if (isLeft(events)) return events;
    if (events.right.some((event) => carries(event, name))) return right(true);
    const last = events.right.at(-1);
    if (last === undefined || events.right.length < PART) return right(false);
    seq = last.seq;
  }
};
