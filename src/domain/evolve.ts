import { textOrNames } from './attachment.js';
import { writesAsClient, type PersonKey } from './actor.js';
import { type Conversation, type FirstAnswer, type LastWriter, ownerKey } from './conversation.js';
import type { Instant } from './ids.js';
import type { Sender, Status } from './vocabulary.js';
import type {
  ConversationEvent,
  MessagePosted,
  Opened,
  TicketOpened,
  TicketUpdated,
} from './conversation-event.js';
import { HIDDEN_CODE, preview } from './message-text.js';
import type { Ticket } from './ticket.js';

/**
 * Raised whenever the same events come to another state than before: what is stored of another version is
 * folded anew.
 */
export const STATE_VERSION = 6;

/**
 * A stored state as it is today, where that can be told without its events; `null` where it is to be folded anew. What was
 * closed under version 4 is never written again: it waits for nobody, and its last event was one that its owner saw,
 * since no dialect had notes. Under version 5 nothing had a ticket; where anybody but the owner had written, it counts as
 * answered, though not how soon.
 */
export const knownState = (stored: Conversation, version: number): Conversation | null => {
  if (version === STATE_VERSION) return stored;
  if (version !== 5 && !(version === 4 && stored.status === 'closed')) return null;
  const { lastWriter, owner, cameAs } = stored;
  const owners = [
    ownerKey(owner),
    ...(cameAs === null ? [] : [ownerKey({ ...owner, id: cameAs })]),
  ];
  const isOwners =
    lastWriter === null || (owners.includes(lastWriter.key) && lastWriter.othersSeq === 0);
  const known = {
    ...stored,
    ticket: null,
    firstAnswer: isOwners ? null : { seq: 0, waited: null },
  };
  return version === 5 ? known : { ...known, lastEventAt: stored.updatedAt, waitingSince: null };
};

/** The same key that `personKey` gives the actor who wrote it. */
export const senderKey = (sender: Sender): PersonKey => {
  switch (sender.kind) {
    case 'customer':
    case 'guest':
    case 'email':
      return `${sender.kind}:${sender.id ?? ''}`;
    case 'agent':
    case 'admin':
      return `staff:${sender.id ?? ''}`;
    case 'system':
      return 'system';
  }
};

const openedConversation = (event: Opened): Conversation => ({
  id: event.conversationId,
  number: event.number,
  channel: event.channel,
  type: event.conversationType,
  subject: event.subject,
  owner: event.owner,
  contact: event.contact,
  departmentId: event.departmentId,
  assignee: null,
  status: 'active',
  priority: event.priority,
  rating: null,
  ticket: null,
  deviceMetadata: event.deviceMetadata,
  newcomerUntil: event.newcomerUntil ?? null,
  isAdopted: false,
  cameAs: null,
  aliasOf: null,
  epoch: 0,
  lastSeq: event.seq,
  messageCount: 0,
  lastMessage: null,
  lastWriter: null,
  createdAt: event.at,
  updatedAt: event.at,
  lastEventAt: event.at,
  lastMessageAt: null,
  waitingSince: null,
  firstAnswer: null,
  closedAt: null,
});

const statusAfter = (state: Conversation, sender: Sender): Status => {
  switch (sender.kind) {
    case 'customer':
    case 'guest':
    case 'email':
      return state.messageCount === 0 ? 'active' : 'waiting_support';
    case 'agent':
    case 'admin':
      return 'waiting_user';
    case 'system':
      return state.status;
  }
};

const writerAfter = (state: Conversation, key: PersonKey, seq: number): LastWriter => {
  const last = state.lastWriter;
  if (last === null) return { key, seq, othersSeq: 0 };
  return { key, seq, othersSeq: last.key === key ? last.othersSeq : last.seq };
};

/** Who speaks in a conversation that he opened as a newcomer has it for good. */
const isAdoptedAfter = (state: Conversation, sender: Sender): boolean =>
  state.isAdopted || (state.newcomerUntil !== null && senderKey(sender) === ownerKey(state.owner));

/** Staff answer; what the system says is no answer. */
const waitingAfter = (state: Conversation, { sender, at }: MessagePosted): Instant | null => {
  if (writesAsClient(sender)) return state.waitingSince ?? at;
  return sender.kind === 'system' ? state.waitingSince : null;
};

const firstAnswerAfter = (
  { firstAnswer, waitingSince }: Conversation,
  { seq, at, sender }: MessagePosted,
): FirstAnswer | null => {
  if (firstAnswer !== null || writesAsClient(sender) || sender.kind === 'system')
    return firstAnswer;
  return { seq, waited: waitingSince === null ? null : at - waitingSince };
};

const openedTicket = (event: TicketOpened): Ticket => ({
  id: event.id,
  number: event.number,
  subject: event.subject,
  description: event.description,
  supportType: event.supportType,
  status: 'open',
  priority: event.priority,
  createdAt: event.at,
  updatedAt: event.at,
});

const updatedTicket = ({ id, ticket }: Conversation, event: TicketUpdated): Ticket => {
  if (ticket === null) throw new Error(`${id} has no ticket`);
  return { ...ticket, status: event.status, priority: event.priority, updatedAt: event.at };
};

/** What lists show of a message. */
const shown = (event: MessagePosted): string =>
  event.kind === 'auth_code' ? HIDDEN_CODE : preview(textOrNames(event));

const withMessage = (state: Conversation, event: MessagePosted): Conversation => ({
  ...state,
  status: statusAfter(state, event.sender),
  isAdopted: isAdoptedAfter(state, event.sender),
  messageCount: state.messageCount + 1,
  lastMessage: {
    seq: event.seq,
    kind: event.kind,
    text: shown(event),
    sender: event.sender,
    at: event.at,
  },
  lastWriter: writerAfter(state, senderKey(event.sender), event.seq),
  lastMessageAt: event.at,
  waitingSince: waitingAfter(state, event),
  firstAnswer: firstAnswerAfter(state, event),
});

/** All that an event changes but its own place and time. */
const changed = (state: Conversation, event: Exclude<ConversationEvent, Opened>): Conversation => {
  switch (event.type) {
    case 'messagePosted':
      return withMessage(state, event);
    case 'noteAdded':
      return state;
    case 'claimed':
    case 'handedOver':
      return { ...state, assignee: event.assignee, status: 'active', epoch: state.epoch + 1 };
    case 'closed':
      return { ...state, status: 'closed', closedAt: event.at, waitingSince: null };
    case 'adopted':
      return { ...state, owner: event.owner, isAdopted: true, cameAs: event.cameAs ?? null };
    case 'aliased':
      return {
        ...state,
        // Nobody's own, so that it is in nobody's list.
        owner: { kind: 'guest', id: state.id },
        aliasOf: event.of,
        isAdopted: true,
        status: 'closed',
        closedAt: event.at,
      };
    case 'ticketOpened':
      return { ...state, ticket: openedTicket(event) };
    case 'ticketUpdated':
      return { ...state, ticket: updatedTicket(state, event) };
    case 'rated':
      return { ...state, rating: { stars: event.stars, feedback: event.feedback, at: event.at } };
  }
};

/** The state after one more event. The first of a log is `opened`; any other order is a bug. */
export const evolve = (state: Conversation | undefined, event: ConversationEvent): Conversation => {
  const { seq, at } = event;
  const lastSeq = state?.lastSeq ?? 0;
  if (seq !== lastSeq + 1) throw new Error(`event ${seq} cannot follow ${lastSeq}`);
  if (state === undefined) {
    if (event.type === 'opened') return openedConversation(event);
    throw new Error(`a log begins with opened, not ${event.type}`);
  }
  if (event.type === 'opened') throw new Error(`${state.id} is open already`);
  const updatedAt = event.type === 'noteAdded' ? state.updatedAt : at;
  return { ...changed(state, event), lastSeq: seq, lastEventAt: at, updatedAt };
};

/**
 * The state that events lead to: those of a whole log, or those after a state.
 * @throws Error where there is neither an event nor a state
 */
export const fold = (events: Iterable<ConversationEvent>, from?: Conversation): Conversation => {
  let state = from;
  for (const event of events) state = evolve(state, event);
  if (state === undefined) throw new Error('there is nothing to fold');
  return state;
};
