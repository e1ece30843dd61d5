import type { Staff } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import type { Opened } from '../../src/domain/conversation-event.js';
import type { AddNote } from '../../src/domain/decide/add-note.js';
import { claim } from '../../src/domain/decide/claim.js';
import { close } from '../../src/domain/decide/close.js';
import type { Decision } from '../../src/domain/decide/decision.js';
import type { OpenConversation } from '../../src/domain/decide/open-conversation.js';
import type { PostMessage } from '../../src/domain/decide/post-message.js';
import { fold } from '../../src/domain/evolve.js';
import { record } from '../../src/domain/record.js';
import { type MessageId, toConversationId, toMessageId } from '../../src/domain/ids.js';
import { admin, customer } from './actors.js';
import { expectRight } from './expect-either.js';
import { SINGLE_OPEN } from './channels.js';

export const NOW = Date.UTC(2026, 0, 1);

const uuid = (group: string, n: number): string =>
  `00000000-0000-7000-${group}-${String(n).padStart(12, '0')}`;

export const conversationId = (n = 1) => toConversationId(uuid('a000', n));
export const messageId = (n = 1): MessageId => toMessageId(uuid('b000', n));

export const opened = (overrides: Partial<Opened> = {}): Opened => ({
  type: 'opened',
  seq: 1,
  at: NOW,
  conversationId: conversationId(),
  number: 1,
  channel: SINGLE_OPEN,
  conversationType: 'general',
  subject: null,
  owner: { kind: 'customer', id: 'alice' },
  contact: customer().profile,
  departmentId: null,
  priority: 'normal',
  deviceMetadata: null,
  ...overrides,
});

/** An open conversation of alice's in which nothing was said yet. */
export const open = (overrides: Partial<Opened> = {}): Conversation => fold([opened(overrides)]);

/** The state that a decision leads to. */
export const after = <F>(state: Conversation, decision: Decision<F>, now = NOW): Conversation =>
  record(state, expectRight(decision), now).conversation;

export const claimedBy = (staff: Staff, state: Conversation): Conversation =>
  after(state, claim(state, staff));

export const closed = (state: Conversation): Conversation =>
  after(state, close(state, null, admin()));

export const post = (overrides: Partial<PostMessage> = {}): PostMessage => ({
  id: messageId(),
  kind: 'text',
  text: 'hello',
  attachments: [],
  clientMessageId: null,
  ifLastSeq: null,
  claims: false,
  ...overrides,
});

export const note = (overrides: Partial<AddNote> = {}): AddNote => ({
  id: messageId(),
  text: 'mind the tone',
  clientMessageId: null,
  ...overrides,
});

export const opening = (overrides: Partial<OpenConversation> = {}): OpenConversation => ({
  id: conversationId(),
  number: 7,
  channel: SINGLE_OPEN,
  type: 'general',
  subject: null,
  departmentId: null,
  deviceMetadata: null,
  firstMessage: null,
  newcomerUntil: null,
  ticket: null,
  ...overrides,
});
