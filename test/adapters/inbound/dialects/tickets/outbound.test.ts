import { expect } from 'chai';
import {
  outboundFrames,
  signalFrames,
} from '../../../../../src/adapters/inbound/dialects/tickets/outbound.js';
import type { Place, Viewer } from '../../../../../src/application/audience.js';
import { type Actor, personKey } from '../../../../../src/domain/actor.js';
import type { ConversationEvent } from '../../../../../src/domain/conversation-event.js';
import { assigneeOf, senderOf } from '../../../../../src/domain/decide/decision.js';
import { toTicketId } from '../../../../../src/domain/ids.js';
import { HIDDEN_CODE } from '../../../../../src/domain/message-text.js';
import { admin, agent, contact, customer, guest } from '../../../../support/actors.js';
import { codeDigits } from '../../../../support/code-digits.js';
import { conversationId, messageId, NOW, open, opened } from '../../../../support/conversations.js';

const sarah = agent('Sarah');
const recorded = { seq: 2, at: NOW } as const;

const said = (by: Actor): ConversationEvent => ({
  ...recorded,
  type: 'messagePosted',
  id: messageId(),
  sender: senderOf(by),
  kind: 'text',
  text: '<b>hello</b>',
});

const code: ConversationEvent = {
  ...recorded,
  type: 'messagePosted',
  id: messageId(),
  sender: senderOf({ kind: 'system' }),
  kind: 'auth_code',
  codeId: 'c',
  addressee: { kind: 'customer', id: 'alice' },
};

/** Of which this protocol says nothing. */
const UNTOLD: readonly ConversationEvent[] = [
  opened(),
  { ...recorded, type: 'noteAdded', id: messageId(), sender: senderOf(sarah), text: 'x' },
  { ...recorded, type: 'claimed', assignee: assigneeOf(sarah) },
  {
    ...recorded,
    type: 'handedOver',
    assignee: assigneeOf(sarah),
    by: senderOf(admin()),
    reason: null,
  },
  { ...recorded, type: 'closed', by: senderOf(sarah), note: null },
  { ...recorded, type: 'rated', stars: 4, feedback: null },
  {
    ...recorded,
    type: 'ticketOpened',
    id: toTicketId(messageId()),
    number: 'SMI-2026-001234',
    subject: 'Card',
    description: null,
    supportType: 'GENERAL',
    priority: 'medium',
    by: senderOf(sarah),
  },
  {
    ...recorded,
    type: 'ticketUpdated',
    status: 'resolved',
    priority: 'high',
    by: senderOf(sarah),
  },
  { ...recorded, type: 'adopted', owner: { kind: 'guest', id: 'guest_2' } },
  { ...recorded, type: 'aliased', of: conversationId() },
];

const VIEWERS = ['owner', 'addressee', 'staff'] as const satisfies readonly Viewer[];
const INSIDE = ['joined', 'noticed', 'missed', 'echo'] as const satisfies readonly Place[];

const told = (event: ConversationEvent, viewer: Viewer, place: Place) =>
  outboundFrames({ codeDigits, publicUrl: () => 'https://chat.test' })(event, open(), {
    viewer,
    place,
    name: 'T-1',
  });

const dataOf = (event: ConversationEvent, viewer: Viewer = 'owner') => {
  const [frame, ...others] = told(event, viewer, 'joined');
  expect(others).to.deep.equal([]);
  return (frame?.data as { readonly data: Readonly<Record<string, unknown>> }).data;
};

describe('what clients of `tickets` get to see', () => {
  it('of what is said: whoever has joined, or has said it, and nobody else', () => {
    for (const event of [said(customer()), said(sarah), code]) {
      for (const viewer of VIEWERS) {
        for (const place of INSIDE) {
          const names = told(event, viewer, place).map((frame) => frame.event);
          expect(names, `${viewer} ${place}`).to.deep.equal(['new_message']);
        }
        expect(told(event, viewer, 'elsewhere')).to.deep.equal([]);
      }
    }
  });

  it('of all else that happens: nothing', () => {
    for (const event of UNTOLD) {
      for (const viewer of VIEWERS) {
        for (const place of [...INSIDE, 'elsewhere'] as const) {
          expect(told(event, viewer, place), event.type).to.deep.equal([]);
        }
      }
    }
  });

  it('of a message: what document 003 shows, by their name for the ticket', () => {
    const { profile, id } = customer('Alice');
    const alice = customer('Alice');
    const ofAcme: Actor = { ...alice, profile: { ...profile, company: 'ACME' } };
    expect(dataOf(said(ofAcme))).to.deep.equal({
      _id: messageId(),
      ticketId: 'T-1',
      sender: { _id: id, name: 'Alice', email: 'alice@example.com', company: 'ACME' },
      senderModel: 'Client',
      message: '<b>hello</b>',
      attachments: [],
      createdAt: new Date(NOW).toISOString(),
      seq: 2,
    });
  });

  it('of who said it: clients with their company, staff without, an address as nobody', () => {
    const nobody = { _id: null, name: null, email: null };
    const table: readonly (readonly [Actor, object, string])[] = [
      [guest(), { ...nobody, _id: 'guest_1', company: null }, 'Client'],
      [contact('a@b.c'), { ...nobody, email: 'a@b.c', company: null }, 'Client'],
      [sarah, { _id: 'Sarah', name: 'Sarah', email: 'sarah@example.com' }, 'SuperAdmin'],
      [admin(), { _id: 'root', name: 'root', email: 'root@example.com' }, 'SuperAdmin'],
      [{ kind: 'system' }, nobody, 'SuperAdmin'],
    ];
    for (const [by, sender, senderModel] of table) {
      expect(dataOf(said(by))).to.deep.include({ sender, senderModel });
    }
  });

  it('of a code: its addressee the digits, everybody else dots', () => {
    expect(dataOf(code, 'addressee')['message']).to.match(/^\d{6}$/);
    for (const viewer of ['owner', 'staff'] as const) {
      expect(dataOf(code, viewer)['message']).to.equal(HIDDEN_CODE);
    }
  });

  it('of who types: his id and name, by their name for the ticket', () => {
    const standing = { viewer: 'staff', place: 'joined', name: 'T-1' } as const;
    const typing = (by: Exclude<Actor, { kind: 'system' }>, isTyping: boolean) =>
      signalFrames(
        { kind: 'typing', conversationId: conversationId(), by, typing: isTyping },
        open(),
        standing,
      );
    for (const [by, userId, userName] of [
      [customer('Alice'), 'Alice', 'Alice'],
      [guest(), 'guest_1', null],
      [sarah, 'Sarah', 'Sarah'],
      [contact('a@b.c'), null, null],
    ] as const) {
      const data = { ticketId: 'T-1', userId, userName };
      expect(typing(by, true)).to.deep.equal([{ event: 'user_typing', data }]);
      expect(typing(by, false)).to.deep.equal([{ event: 'user_stopped_typing', data }]);
    }
  });

  it('of what has been read: nothing', () => {
    const read = {
      kind: 'read',
      conversationId: conversationId(),
      messageId: messageId(),
      seq: 2,
      by: personKey(customer()),
      at: NOW,
    } as const;
    const standing = { viewer: 'owner', place: 'joined', name: 'T-1' } as const;
    expect(signalFrames(read, open(), standing)).to.deep.equal([]);
  });
});
