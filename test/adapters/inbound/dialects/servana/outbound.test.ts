import { expect } from 'chai';
import { inert } from '../../../../../src/adapters/inbound/dialects/common/inert-text.js';
import { wireId } from '../../../../../src/adapters/inbound/dialects/servana/encode.js';
import {
  onlineFrames,
  outboundFrames,
  signalFrames,
} from '../../../../../src/adapters/inbound/dialects/servana/outbound.js';
import type { Place, Viewer } from '../../../../../src/application/audience.js';
import { type Actor, personKey } from '../../../../../src/domain/actor.js';
import type { ConversationEvent } from '../../../../../src/domain/conversation-event.js';
import { assigneeOf, senderOf } from '../../../../../src/domain/decide/decision.js';
import { toTicketId } from '../../../../../src/domain/ids.js';
import { HIDDEN_CODE } from '../../../../../src/domain/message-text.js';
import { agent, contact, customer } from '../../../../support/actors.js';
import { codeDigits } from '../../../../support/code-digits.js';
import { conversationId, messageId, NOW, open, opened } from '../../../../support/conversations.js';

const sarah = agent('123');
const recorded = { seq: 2, at: NOW } as const;
const timestamp = new Date(NOW).toISOString();
const { number: chatGroupId } = open();

const said = (by: Actor): ConversationEvent => ({
  ...recorded,
  type: 'messagePosted',
  id: messageId(),
  sender: senderOf(by),
  kind: 'text',
  text: 'hello',
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

const by = senderOf(sarah);
const ticket = { subject: 'Card', description: null, supportType: 'GENERAL' } as const;

/** What lists are told of, and what of nothing. */
const LISTED: readonly (readonly [ConversationEvent, string | null])[] = [
  [opened(), 'new_group'],
  [{ ...recorded, type: 'claimed', assignee: assigneeOf(sarah) }, 'assigned'],
  [{ ...recorded, type: 'handedOver', assignee: assigneeOf(sarah), by, reason: null }, 'assigned'],
  [
    {
      ...recorded,
      ...{ type: 'ticketOpened', id: toTicketId(messageId()), number: 'SMI-2026-001234', by },
      ...{ ...ticket, priority: 'medium' },
    },
    'updated',
  ],
  [{ ...recorded, type: 'ticketUpdated', status: 'resolved', priority: 'high', by }, 'updated'],
  [{ ...recorded, type: 'noteAdded', id: messageId(), sender: by, text: 'x' }, null],
  [{ ...recorded, type: 'rated', stars: 4, feedback: null }, null],
  [{ ...recorded, type: 'adopted', owner: { kind: 'guest', id: 'guest_2' } }, null],
  [{ ...recorded, type: 'aliased', of: conversationId() }, null],
];

const closed: ConversationEvent = { ...recorded, type: 'closed', by, note: null };

const told = (event: ConversationEvent, viewer: Viewer, place: Place) =>
  outboundFrames({ codeDigits, write: inert, publicUrl: () => 'https://chat.test' })(
    event,
    open(),
    {
      viewer,
      place,
      name: 'x',
    },
  );

const names = (event: ConversationEvent, viewer: Viewer, place: Place): readonly string[] =>
  told(event, viewer, place).map((frame) => frame.event);

const textFor = (viewer: Viewer): unknown =>
  (told(code, viewer, 'joined')[0]?.data as { readonly chat_message?: unknown }).chat_message;

describe('what clients of `servana` get to see', () => {
  it('of what is said: it, who is inside; that it was, who may read it; where it stands, staff', () => {
    const [received, updated, sorted] = [
      'receiveMessage',
      'updateChatGroups',
      'customerListUpdate',
    ];
    for (const event of [said(customer()), said(sarah), code]) {
      for (const viewer of ['owner', 'addressee'] as const) {
        expect(names(event, viewer, 'joined')).to.deep.equal([received, updated]);
        expect(names(event, viewer, 'elsewhere')).to.deep.equal([updated]);
      }
      expect(names(event, 'staff', 'joined')).to.deep.equal([received, updated, sorted]);
      expect(names(event, 'staff', 'elsewhere')).to.deep.equal([updated, sorted]);
      for (const place of ['noticed', 'missed', 'echo'] as const) {
        for (const viewer of ['owner', 'addressee', 'staff'] as const) {
          expect(names(event, viewer, place)).to.deep.equal([received]);
        }
      }
    }
  });

  it('of all else that happens: an action for their lists, or nothing', () => {
    for (const [event, action] of LISTED) {
      const frame = {
        event: 'updateChatGroups',
        data: { action, chatGroupId, timestamp: new Date(event.at).toISOString() },
      };
      for (const viewer of ['owner', 'staff'] as const) {
        for (const place of ['joined', 'elsewhere'] as const) {
          expect(told(event, viewer, place), event.type).to.deep.equal(
            action === null ? [] : [frame],
          );
        }
        for (const place of ['noticed', 'missed'] as const) {
          expect(told(event, viewer, place), event.type).to.deep.equal([]);
        }
      }
    }
  });

  it('of the end: the room that has ended, who was inside', () => {
    const room = { chatGroupId, roomInfo: { status: 'ended', memberCount: 0 } };
    const update = { action: 'ended', chatGroupId, timestamp };
    const frames = [
      { event: 'joinedRoom', data: room },
      { event: 'updateChatGroups', data: update },
    ];
    expect(told(closed, 'owner', 'joined')).to.deep.equal(frames);
    expect(told(closed, 'owner', 'elsewhere')).to.deep.equal(frames.slice(1));
    for (const place of ['noticed', 'missed'] as const) {
      expect(told(closed, 'staff', place)).to.deep.equal(frames.slice(0, 1));
    }
  });

  it('of a code: its addressee the digits, everybody else dots', () => {
    expect(textFor('addressee')).to.match(/^\d{6}$/);
    for (const viewer of ['owner', 'staff'] as const) {
      expect(textFor(viewer)).to.equal(HIDDEN_CODE);
    }
  });

  it('of who said it: a type, an id, and a name in two', () => {
    const of = (actor: Actor): object => told(said(actor), 'staff', 'echo')[0]?.data as object;
    const profile = (name: string | null) => ({ ...customer('7').profile, name });
    for (const [name, prof_firstname, prof_lastname] of [
      ['John Doe', 'John', 'Doe'],
      ['John Q Doe', 'John Q', 'Doe'],
      ['John', 'John', null],
      ['John  Doe', 'John', 'Doe'],
      [' John Q  Doe ', 'John Q', 'Doe'],
      [null, null, null],
      ['<b>x <i>y', '<\u200bb>x', '<\u200bi>y'],
    ] as const) {
      expect(of({ ...customer('7'), profile: profile(name) })).to.deep.include({
        sender_type: 'client',
        sender: { userId: 7, profile: { prof_firstname, prof_lastname } },
      });
    }
    expect(of(sarah)).to.include({ sender_type: 'agent' });
    const nobody = { userId: null, profile: { prof_firstname: null, prof_lastname: null } };
    expect(of({ kind: 'system' })).to.deep.include({ sender_type: 'system', sender: nobody });
    expect(of(contact('a@b.c'))).to.deep.include({ sender_type: 'client', sender: nobody });
  });

  it('of ids: a number where it is written as one', () => {
    for (const id of ['0', '123', '9007199254740991']) expect(wireId(id)).to.equal(Number(id));
    for (const id of ['007', '-1', '1.5', '1e3', '', ' 1', '9007199254740992', 'x']) {
      expect(wireId(id)).to.equal(id);
    }
  });

  it('of who comes, goes and types: who that is, and in which room', () => {
    const room = { kind: 'room', room: conversationId(), person: personKey(sarah) } as const;
    const data = { userType: 'agent', userId: 123, chatGroupId };
    for (const [inside, event] of [
      [true, 'userJoined'],
      [false, 'userLeft'],
    ] as const) {
      expect(signalFrames({ ...room, inside }, open())).to.deep.equal([{ event, data }]);
    }
    const typing = { kind: 'typing', conversationId: conversationId(), by: sarah } as const;
    for (const [isTyping, event] of [
      [true, 'typing'],
      [false, 'stopTyping'],
    ] as const) {
      const frames = signalFrames({ ...typing, typing: isTyping }, open());
      expect(frames).to.deep.equal([{ event, data: { ...data, isTyping } }]);
    }
    const read = {
      kind: 'read',
      conversationId: conversationId(),
      messageId: messageId(),
    } as const;
    const mark = { seq: 2, by: personKey(sarah), at: NOW };
    expect(signalFrames({ ...read, ...mark }, open())).to.deep.equal([]);
  });

  it('of who is online: who that is, and since when he has said nothing', () => {
    const people = [
      { person: 'staff:123', lastSeen: NOW },
      { person: 'customer:a:b', lastSeen: NOW },
    ] as const;
    expect(onlineFrames(people)).to.deep.equal([
      {
        event: 'onlineUsersUpdate',
        data: {
          onlineUsers: [
            { userId: 123, userType: 'agent', lastSeen: timestamp },
            { userId: 'a:b', userType: 'client', lastSeen: timestamp },
          ],
        },
      },
    ]);
  });
});
