import { expect } from 'chai';
import {
  type ConversationSignal,
  type Viewer,
  viewerOfEvent,
  viewerOfSignal,
} from '../../src/application/audience.js';
import { type Actor, personKey } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import type {
  CodeMessage,
  ConversationEvent,
  MessagePosted,
  NoteAdded,
  TextMessage,
} from '../../src/domain/conversation-event.js';
import { toTicketId } from '../../src/domain/ids.js';
import { assigneeOf, senderOf } from '../../src/domain/decide/decision.js';
import type { Owner, TextKind } from '../../src/domain/vocabulary.js';
import { admin, agent, contact, customer, guest } from '../support/actors.js';
import {
  claimedBy,
  conversationId,
  messageId,
  NOW,
  open,
  opened,
} from '../support/conversations.js';

const sarah = agent('sarah');
const system = { kind: 'system' } as const;

/** Whoever may stand to a conversation in a way of his own; no kind of actor is left out. */
const PEOPLE = {
  customer: { alice: customer('alice'), bob: customer('bob') },
  guest: { alice: guest('alice'), visitor: guest('visitor') },
  email: { alice: contact('alice'), bob: contact('bob') },
  agent: {
    alice: agent('alice', ['loans']),
    sarah,
    ofCards: agent('carl', ['loans', 'cards']),
    ofLoans: agent('lena', ['loans']),
    ofNone: agent('nora'),
  },
  admin: { root: admin(), bob: admin('bob'), sarah: admin('sarah') },
  system: { itself: system },
} satisfies {
  readonly [Kind in Actor['kind']]: Readonly<Record<string, Extract<Actor, { kind: Kind }>>>;
};

type People = typeof PEOPLE;

/** As whom each of them sees a thing. */
type Row = {
  readonly [Kind in keyof People]: { readonly [Who in keyof People[Kind]]: Viewer | null };
};

const CONVERSATIONS = {
  'a customer’s, of a department, assigned to an agent of none': claimedBy(
    admin('sarah'),
    open({ departmentId: 'cards' }),
  ),
  'a guest’s, of no department, of nobody': open({ owner: { kind: 'guest', id: 'visitor' } }),
  'an email contact’s, of a department, of nobody': open({
    owner: { kind: 'email', id: 'alice' },
    departmentId: 'cards',
  }),
} satisfies Readonly<Record<string, Conversation>>;

const recorded = { seq: 2, at: NOW } as const;
const message = { ...recorded, type: 'messagePosted', id: messageId() } as const;

const text = <Kind extends TextKind>(kind: Kind): TextMessage & { readonly kind: Kind } => ({
  ...message,
  sender: senderOf(customer('bob')),
  kind,
  text: 'hello',
});

const code = (kind: Owner['kind'], id: string): CodeMessage => ({
  ...message,
  sender: senderOf(system),
  kind: 'auth_code',
  codeId: 'c',
  addressee: { kind, id },
});

/** A note of his own is not for who is no staff, whoever he is. */
const note: NoteAdded = {
  ...recorded,
  type: 'noteAdded',
  id: messageId(),
  sender: senderOf(customer('alice')),
  text: 'between us',
};

/** Each kind of event, and of message; a new one does not build without one here, and a row for it below. */
const EVENTS = {
  opened: { 'an opening': opened() },
  text: { 'a text': text('text') },
  file: { 'a file': text('file') },
  system: { 'a word of the system': text('system') },
  auth_code: {
    'a code for customer bob': code('customer', 'bob'),
    'a code for guest alice': code('guest', 'alice'),
    'a code for guest visitor': code('guest', 'visitor'),
    'a code for an email contact': code('email', 'bob'),
  },
  noteAdded: { 'a note': note },
  claimed: { 'a claim': { ...recorded, type: 'claimed', assignee: assigneeOf(sarah) } },
  handedOver: {
    'a handover': {
      ...recorded,
      type: 'handedOver',
      assignee: assigneeOf(sarah),
      by: senderOf(admin()),
      reason: null,
    },
  },
  closed: { 'a closing': { ...recorded, type: 'closed', by: senderOf(sarah), note: null } },
  ticketOpened: {
    'a ticket': {
      ...recorded,
      type: 'ticketOpened',
      id: toTicketId(messageId()),
      number: 'SMI-2026-000001',
      subject: 'A failed transfer',
      description: null,
      supportType: 'GENERAL',
      priority: 'medium',
      by: senderOf(sarah),
    },
  },
  ticketUpdated: {
    'a change of a ticket': {
      ...recorded,
      type: 'ticketUpdated',
      status: 'resolved',
      priority: 'high',
      by: senderOf(sarah),
    },
  },
  rated: { 'a rating': { ...recorded, type: 'rated', stars: 5, feedback: null } },
  adopted: {
    'an adoption': { ...recorded, type: 'adopted', owner: { kind: 'guest', id: 'visitor' } },
  },
  aliased: { 'an alias': { ...recorded, type: 'aliased', of: conversationId() } },
} satisfies {
  readonly [Type in Exclude<ConversationEvent['type'], 'messagePosted'>]: Readonly<
    Record<string, Extract<ConversationEvent, { type: Type }>>
  >;
} & {
  readonly [Kind in MessagePosted['kind']]: Readonly<
    Record<string, MessagePosted & { kind: Kind }>
  >;
};

type Events = typeof EVENTS;
type Rows = {
  readonly [Kind in keyof Events]: { readonly [What in keyof Events[Kind]]: Row };
};

const sameForAll = (row: Row) => ({
  opened: { 'an opening': row },
  text: { 'a text': row },
  file: { 'a file': row },
  system: { 'a word of the system': row },
  claimed: { 'a claim': row },
  handedOver: { 'a handover': row },
  closed: { 'a closing': row },
  rated: { 'a rating': row },
  ticketOpened: { 'a ticket': row },
  ticketUpdated: { 'a change of a ticket': row },
  adopted: { 'an adoption': row },
  aliased: { 'an alias': row },
});

const noGuest = { alice: null, visitor: null } as const;
const noCustomer = { alice: null, bob: null } as const;
const admins = { root: 'staff', bob: 'staff', sarah: 'staff' } as const;
const noContact = { alice: null, bob: null } as const;
const notItself = { itself: null } as const;

const cards: Row = {
  customer: { alice: 'owner', bob: null },
  guest: noGuest,
  email: noContact,
  agent: { alice: null, sarah: 'staff', ofCards: 'staff', ofLoans: null, ofNone: null },
  admin: admins,
  system: notItself,
};

const guests: Row = {
  customer: noCustomer,
  guest: { alice: null, visitor: 'owner' },
  email: noContact,
  agent: { alice: 'staff', sarah: 'staff', ofCards: 'staff', ofLoans: 'staff', ofNone: 'staff' },
  admin: admins,
  system: notItself,
};

const emails: Row = {
  customer: noCustomer,
  guest: noGuest,
  email: { alice: 'owner', bob: null },
  agent: { alice: null, sarah: null, ofCards: 'staff', ofLoans: null, ofNone: null },
  admin: admins,
  system: notItself,
};

const READERS: { readonly [Which in keyof typeof CONVERSATIONS]: Row } = {
  'a customer’s, of a department, assigned to an agent of none': cards,
  'a guest’s, of no department, of nobody': guests,
  'an email contact’s, of a department, of nobody': emails,
};

const VIEWERS: { readonly [Which in keyof typeof CONVERSATIONS]: Rows } = {
  'a customer’s, of a department, assigned to an agent of none': {
    ...sameForAll(cards),
    auth_code: {
      'a code for customer bob': { ...cards, customer: { alice: 'owner', bob: 'addressee' } },
      'a code for guest alice': { ...cards, guest: { alice: 'addressee', visitor: null } },
      'a code for guest visitor': { ...cards, guest: { alice: null, visitor: 'addressee' } },
      'a code for an email contact': { ...cards, email: { alice: null, bob: 'addressee' } },
    },
    noteAdded: { 'a note': { ...cards, customer: noCustomer } },
  },
  'a guest’s, of no department, of nobody': {
    ...sameForAll(guests),
    auth_code: {
      'a code for customer bob': { ...guests, customer: { alice: null, bob: 'addressee' } },
      'a code for guest alice': { ...guests, guest: { alice: 'addressee', visitor: 'owner' } },
      'a code for guest visitor': { ...guests, guest: { alice: null, visitor: 'addressee' } },
      'a code for an email contact': { ...guests, email: { alice: null, bob: 'addressee' } },
    },
    noteAdded: { 'a note': { ...guests, guest: noGuest } },
  },
  'an email contact’s, of a department, of nobody': {
    ...sameForAll(emails),
    auth_code: {
      'a code for customer bob': { ...emails, customer: { alice: null, bob: 'addressee' } },
      'a code for guest alice': { ...emails, guest: { alice: 'addressee', visitor: null } },
      'a code for guest visitor': { ...emails, guest: { alice: null, visitor: 'addressee' } },
      'a code for an email contact': { ...emails, email: { alice: 'owner', bob: 'addressee' } },
    },
    noteAdded: { 'a note': { ...emails, email: noContact } },
  },
};

/** Each kind of signal, from whoever it may be. */
const SIGNALS: Readonly<
  Record<ConversationSignal['kind'], (by: Actor, conversation: Conversation) => ConversationSignal>
> = {
  typing: (by, { id: conversationId }) => ({ kind: 'typing', conversationId, by, typing: true }),
  read: (by, { id: conversationId }) => ({
    kind: 'read',
    conversationId,
    messageId: messageId(),
    seq: 2,
    by: personKey(by),
    at: 1,
  }),
  room: (by, { id: room }) => ({ kind: 'room', person: personKey(by), room, inside: true }),
};

const everybody = Object.entries(PEOPLE).flatMap(([kind, people]) =>
  Object.entries<Actor>(people).map(([who, actor]) => ({ kind, who, actor })),
);

type Seen = Readonly<Record<string, Viewer | null>>;

/** As whom each of them sees a thing, by kind and name. */
const asked = (viewerOf: (actor: Actor) => Viewer | null): Seen =>
  Object.fromEntries(everybody.map(({ kind, who, actor }) => [`${kind} ${who}`, viewerOf(actor)]));

const written = (row: Row): Seen =>
  Object.fromEntries(
    Object.entries(row).flatMap(([kind, seen]: readonly [string, Seen]) =>
      Object.entries(seen).map(([who, viewer]) => [`${kind} ${who}`, viewer]),
    ),
  );

/** Those who are one person under several roles; of the others each is but himself. */
const SAME: readonly (readonly string[])[] = [['agent sarah', 'admin sarah']];

describe('audience', () => {
  for (const which of Object.keys(CONVERSATIONS) as (keyof typeof CONVERSATIONS)[]) {
    const conversation: Conversation = CONVERSATIONS[which];

    describe(which, () => {
      for (const kind of Object.keys(EVENTS) as (keyof Events)[]) {
        const rows: Readonly<Record<string, Row>> = VIEWERS[which][kind];
        for (const [what, event] of Object.entries<ConversationEvent>(EVENTS[kind])) {
          it(`${what} is seen by those who may, as what they are`, () => {
            const row = rows[what];
            if (row === undefined) throw new Error(`${what} has no row`);
            const seen = asked((actor) => viewerOfEvent(actor, event, conversation));
            expect(seen).to.deep.equal(written(row));
          });
        }
      }

      for (const [signal, from] of Object.entries(SIGNALS)) {
        const isForHimself = signal === 'read';
        const where = isForHimself ? 'his own among them' : 'on no connection of who does it';
        it(`${signal} is heard by readers, ${where}`, () => {
          for (const { kind, who, actor: by } of everybody) {
            const name = `${kind} ${who}`;
            const same = SAME.find((names) => names.includes(name)) ?? [name];
            const own = isForHimself ? [] : same;
            const heard = asked((actor) =>
              viewerOfSignal(actor, from(by, conversation), conversation),
            );
            const nothing = Object.fromEntries(own.map((one) => [one, null]));
            expect(heard, name).to.deep.equal({ ...written(READERS[which]), ...nothing });
          }
        });
      }
    });
  }
});
