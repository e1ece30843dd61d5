import type { MarkOutcome, ReadMark } from '../../src/application/ports/read-marks.js';
import { personKey } from '../../src/domain/actor.js';
import { toConversationId } from '../../src/domain/ids.js';
import { customer } from './actors.js';

/** A conversation, by a number of the test's own. */
export const readConversation = (number: number) =>
  toConversationId(`00000000-0000-7000-8000-${String(number).padStart(12, '0')}`);

/** Alice's, of a message in the first conversation. */
export const reading = (seq: number, wish: Partial<ReadMark> = {}): ReadMark => ({
  conversationId: readConversation(1),
  seq,
  by: personKey(customer('alice')),
  at: 1_000_000 + seq,
  ...wish,
});

export const first = (mark: ReadMark): MarkOutcome => ({ mark, isFirst: true });

export const later = (mark: ReadMark): MarkOutcome => ({ mark, isFirst: false });
