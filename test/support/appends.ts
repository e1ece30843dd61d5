import { randomUUID } from 'node:crypto';
import { right } from 'fp-ts/lib/Either.js';
import type { Append } from '../../src/application/ports/conversation-log.js';
import type { Actor, Customer, Guest, Staff } from '../../src/domain/actor.js';
import type { Channel } from '../../src/domain/channel.js';
import type { Attachment } from '../../src/domain/attachment.js';
import type { Conversation } from '../../src/domain/conversation.js';
import type { ConversationType } from '../../src/domain/vocabulary.js';
import { addNote } from '../../src/domain/decide/add-note.js';
import { claim } from '../../src/domain/decide/claim.js';
import { close } from '../../src/domain/decide/close.js';
import { assigneeOf, type Decision } from '../../src/domain/decide/decision.js';
import { handOver } from '../../src/domain/decide/hand-over.js';
import { openConversation } from '../../src/domain/decide/open-conversation.js';
import { type OpenTicket, openTicket } from '../../src/domain/decide/open-ticket.js';
import { postMessage } from '../../src/domain/decide/post-message.js';
import { rate } from '../../src/domain/decide/rate.js';
import { updateTicket } from '../../src/domain/decide/update-ticket.js';
import {
  type ConversationId,
  type Instant,
  toConversationId,
  toMessageId,
  toTicketId,
} from '../../src/domain/ids.js';
import { record } from '../../src/domain/record.js';
import { ticketNumber, type TicketPriority, type TicketStatus } from '../../src/domain/ticket.js';
import { admin, agent, customer } from './actors.js';
import { expectRight } from './expect-either.js';
import { CountingIds } from './fixed-ports.js';
import { SHARED } from './channels.js';

/** When everything here happens, unless a test says otherwise. */
export const START: Instant = Date.UTC(2026, 0, 1);

const ids = new CountingIds();
let lastNumber = 0;

/** What the domain decided on a state, as the log takes it. */
const appendOf = (
  state: Conversation | undefined,
  decision: Decision<unknown>,
  at: Instant,
): Append => ({ expectedSeq: state?.lastSeq ?? 0, ...record(state, expectRight(decision), at) });

/** Several appends that follow each other, as one. */
export const together = (first: Append, ...rest: readonly Append[]): Append => ({
  expectedSeq: first.expectedSeq,
  events: [first, ...rest].flatMap(({ events }) => events),
  conversation: rest.at(-1)?.conversation ?? first.conversation,
});

export interface Opening {
  /** Among several processes each must name its own. */
  readonly id: ConversationId;
  readonly number: number;
  readonly owner: Customer | Guest;
  /** Whether it takes its owner's one place for its type, and who may answer in it. */
  readonly channel: Channel;
  readonly type: ConversationType;
  readonly subject: string | null;
  readonly departmentId: string | null;
  readonly deviceMetadata: Readonly<Record<string, string>> | null;
  /** The first message; none when `null`. */
  readonly text: string | null;
  readonly name: string | null;
  readonly ticket: OpenTicket | null;
  /** Until when it is a newcomer's, if it is. */
  readonly newcomerUntil: Instant | null;
  readonly at: Instant;
}

/** A conversation of its own, with an id and a number that no other has. */
export const opening = (wish: Partial<Opening> = {}): Append => {
  const { owner = customer(), text = 'Hello', name = null, at = START } = wish;
  lastNumber += 1;
  const command = {
    id: wish.id ?? toConversationId(ids.next()),
    number: wish.number ?? lastNumber,
    channel: wish.channel ?? SHARED,
    type: wish.type ?? 'general',
    subject: wish.subject ?? null,
    departmentId: wish.departmentId ?? null,
    deviceMetadata: wish.deviceMetadata ?? null,
    newcomerUntil: wish.newcomerUntil ?? null,
    ticket: wish.ticket ?? null,
    firstMessage:
      text === null
        ? null
        : { id: toMessageId(ids.next()), kind: 'text' as const, text, clientMessageId: name },
  };
  return appendOf(undefined, openConversation(command, owner), at);
};

/** The person whose conversation it is, with the profile that it was opened with. */
const ownerOf = ({ owner, contact }: Conversation): Customer | Guest => {
  if (owner.kind === 'email') throw new Error('nobody acts for an address');
  return { kind: owner.kind, id: owner.id, profile: contact };
};

let lastSerial = 0;

/** A ticket of its own, with an id and a number that no other has. */
export const ticket = (wish: Partial<OpenTicket> = {}): OpenTicket => {
  lastSerial += 1;
  return {
    id: toTicketId(ids.next()),
    number: ticketNumber('SMI', 2026, lastSerial),
    subject: 'A failed transfer',
    description: null,
    supportType: 'TRANSACTION_ISSUE',
    priority: 'medium',
    ...wish,
  };
};

export const ticketing = (
  state: Conversation,
  wish: Partial<OpenTicket> = {},
  by: Staff = admin(),
  at = START,
): Append => appendOf(state, openTicket(state, ticket(wish), by), at);

export const updating = (
  state: Conversation,
  status: TicketStatus | null,
  priority: TicketPriority | null = null,
): Append => appendOf(state, updateTicket(state, { status, priority }, admin()), START);

export interface Posting {
  readonly by: Actor;
  readonly text: string;
  readonly name: string | null;
  readonly at: Instant;
  readonly attachments: readonly Attachment[];
}

/** A file that came with a message, called so. */
export const attachment = (called = 'screen.png'): Attachment => ({
  name: `${randomUUID().replaceAll('-', '')}.png`,
  originalName: called,
  type: 'image/png',
  size: 1_234,
  digest: 'ab'.repeat(32),
  at: START,
});

/** By its owner, unless the test says otherwise. */
export const message = (state: Conversation, wish: Partial<Posting> = {}): Append => {
  const { text = 'And another thing', name = null, at = START } = wish;
  const command = {
    id: toMessageId(ids.next()),
    kind: 'text' as const,
    text,
    attachments: wish.attachments ?? [],
    clientMessageId: name,
    ifLastSeq: null,
    claims: true,
  };
  return appendOf(state, postMessage(state, command, wish.by ?? ownerOf(state)), at);
};

export const note = (
  state: Conversation,
  text = 'Between us',
  by: Staff = admin(),
  clientMessageId: string | null = null,
): Append =>
  appendOf(
    state,
    addNote(state, { id: toMessageId(ids.next()), text, clientMessageId }, by),
    START,
  );

export const claiming = (state: Conversation, by: Staff = agent(), at = START): Append =>
  appendOf(state, claim(state, by), at);

export const handingOver = (state: Conversation, to: Staff, reason: string | null = null): Append =>
  appendOf(state, handOver(state, { to: assigneeOf(to), reason }, admin()), START);

export const closing = (state: Conversation, reason: string | null = null, at = START): Append =>
  appendOf(state, close(state, reason, admin()), at);

/** A change of owner, whoever had it before: what a store must make of one. */
export const moving = (state: Conversation, to: Customer | Guest, at = START): Append =>
  appendOf(state, right([{ type: 'adopted', owner: { kind: to.kind, id: to.id } }]), at);

/** It stands for another from now on; by itself for one that is nowhere. */
export const aliasing = (
  state: Conversation,
  of = toConversationId('00000000-0000-7000-8000-ffffffffffff'),
): Append => appendOf(state, right([{ type: 'aliased', of }]), START);

export const rating = (state: Conversation, feedback: string | null = null, at = START): Append =>
  appendOf(state, rate(state, { stars: 4, feedback }, ownerOf(state)), at);
