import type { Conversation } from './conversation.js';
import type { ConversationEvent, Fact } from './conversation-event.js';
import { evolve } from './evolve.js';
import type { Instant } from './ids.js';

export interface Recorded {
  readonly events: readonly ConversationEvent[];
  /** After the events. */
  readonly conversation: Conversation;
}

/**
 * Gives facts their place and time: the next `seq`, and the clock's time, but never one before what is
 * recorded already. The only place where an event is stamped.
 */
export const record = (
  before: Conversation | undefined,
  facts: readonly Fact[],
  now: Instant,
): Recorded => {
  const at = Math.max(now, before?.lastEventAt ?? now);
  const events: ConversationEvent[] = [];
  let conversation = before;
  for (const fact of facts) {
    const event: ConversationEvent = { ...fact, seq: (conversation?.lastSeq ?? 0) + 1, at };
    events.push(event);
    conversation = evolve(conversation, event);
  }
  if (conversation === undefined) throw new Error('nothing was decided on no state');
  return { events, conversation };
};
