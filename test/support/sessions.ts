import type { JoinedConversation, SavedSession } from '../../src/application/ports/sessions.js';
import { personKey } from '../../src/domain/actor.js';
import { toConversationId } from '../../src/domain/ids.js';
import { customer } from './actors.js';

/** A conversation, by a number of the test's own. */
const conversationId = (number: number) =>
  toConversationId(`00000000-0000-7000-8000-${String(number).padStart(12, '0')}`);

export const joined = (
  number: number,
  wish: Partial<JoinedConversation> = {},
): JoinedConversation => ({
  conversationId: conversationId(number),
  name: conversationId(number),
  dialect: 'support',
  ...wish,
});

/** Alice's, with these joined. */
export const session = (...all: readonly JoinedConversation[]): SavedSession => ({
  person: personKey(customer('alice')),
  joined: all,
});
