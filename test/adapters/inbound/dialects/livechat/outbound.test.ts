import { expect } from 'chai';
import {
  outboundFrames,
  signalFrames,
} from '../../../../../src/adapters/inbound/dialects/livechat/outbound.js';
import type { Place, Viewer } from '../../../../../src/application/audience.js';
import { type Actor, personKey } from '../../../../../src/domain/actor.js';
import type { ConversationEvent } from '../../../../../src/domain/conversation-event.js';
import { assigneeOf, senderOf } from '../../../../../src/domain/decide/decision.js';
import { fold } from '../../../../../src/domain/evolve.js';
import { toTicketId } from '../../../../../src/domain/ids.js';
import { HIDDEN_CODE } from '../../../../../src/domain/message-text.js';
import { admin, agent, contact, customer, guest } from '../../../../support/actors.js';
import { codeDigits } from '../../../../support/code-digits.js';
import { conversationId, messageId, NOW, open, opened } from '../../../../support/conversations.js';

const sarah = agent('Sarah');
const at = new Date(NOW).toISOString();
const recorded = { seq: 2, at: NOW } as const;

const said = (by: Actor): ConversationEvent => ({
  ...recorded,
  type: 'messagePosted',
  id: messageId(),
  sender: senderOf(by),
  kind: 'text',
  text: '<b>'.repeat(50),
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

const note: ConversationEvent = {
  ...recorded,
  type: 'noteAdded',
  id: messageId(),
  sender: senderOf(sarah),
  text: 'between us',
};

const claimed: ConversationEvent = { ...recorded, type: 'claimed', assignee: assigneeOf(sarah) };

const handedOver: ConversationEvent = {
  ...recorded,
  type: 'handedOver',
  assignee: { id: 'x', name: null, firstName: null, email: null },
  by: senderOf(sarah),
  reason: 'for staff alone',
};

const closed: ConversationEvent = {
  ...recorded,
  type: 'closed',
  by: senderOf(sarah),
  note: 'for staff alone',
};

const rated: ConversationEvent = { ...recorded, type: 'rated', stars: 4, feedback: 'good' };

const ticketOpened: ConversationEvent = {
  ...recorded,
  type: 'ticketOpened',
  id: toTicketId(messageId()),
  number: 'SMI-2026-001234',
  subject: 'Failed transfer',
  description: 'More of it',
  supportType: 'TRANSACTION_ISSUE',
  priority: 'medium',
  by: senderOf(sarah),
};

const ticketUpdated: ConversationEvent = {
  ...recorded,
  type: 'ticketUpdated',
  seq: 3,
  status: 'resolved',
  priority: 'high',
  by: senderOf(sarah),
};

const frames = outboundFrames({ codeDigits, publicUrl: () => 'https://chat.test' });

const told = (event: ConversationEvent, viewer: Viewer, place: Place) =>
  frames(event, open(), { viewer, place, name: 'C-1' });

const names = (event: ConversationEvent, viewer: Viewer, place: Place): readonly string[] =>
  told(event, viewer, place).map((frame) => {
    const { event: kind } = frame.data as { readonly event?: string };
    return kind === undefined ? frame.event : `${frame.event} ${kind}`;
  });

describe('what clients of `livechat` get to see', () => {
  it('of what staff say: the room, and the owner on his personal one', () => {
    for (const event of [said(sarah), said(admin()), code]) {
      for (const viewer of ['owner', 'addressee'] as const) {
        const personal = 'conversation_updated new_reply';
        expect(names(event, viewer, 'joined')).to.deep.equal(['new_message', personal]);
        expect(names(event, viewer, 'missed')).to.deep.equal(['new_message']);
        expect(names(event, viewer, 'elsewhere')).to.deep.equal([personal]);
        expect(names(event, viewer, 'noticed')).to.deep.equal(['new_message']);
        expect(names(event, viewer, 'echo')).to.deep.equal(['new_message']);
      }
      expect(names(event, 'staff', 'joined')).to.deep.equal(['new_message']);
      expect(names(event, 'staff', 'elsewhere')).to.deep.equal([]);
    }
  });

  it('of what clients say: the room alone', () => {
    for (const by of [customer(), guest(), contact()]) {
      for (const viewer of ['owner', 'staff'] as const) {
        expect(names(said(by), viewer, 'joined')).to.deep.equal(['new_message']);
        expect(names(said(by), viewer, 'elsewhere')).to.deep.equal([]);
      }
    }
  });

  it('of files: themselves, and their names where there is no text', () => {
    const message: ConversationEvent = {
      ...recorded,
      type: 'messagePosted',
      id: messageId(),
      sender: senderOf(sarah),
      kind: 'file',
      text: '',
      attachments: [
        {
          name: 'x1.png',
          originalName: 'a <b>.png',
          type: 'image/png',
          size: 3,
          digest: '',
          at: NOW,
        },
        { name: 'x2.txt', originalName: 'b.txt', type: 'text/plain', size: 4, digest: '', at: NOW },
      ],
    };
    const wire = (filename: string, originalname: string, mimetype: string, size: number) => ({
      ...{ filename, originalname, mimetype, size, path: `/uploads/chat/${filename}` },
      ...{ url: `https://chat.test/uploads/chat/${filename}`, uploadedAt: at },
    });
    const [inRoom, personal] = told(message, 'owner', 'joined');
    const { message: shown } = inRoom?.data as { readonly message: object };
    expect(shown).to.deep.include({
      message: 'a <b>.png, b.txt',
      attachments: [
        wire('x1.png', 'a <b>.png', 'image/png', 3),
        wire('x2.txt', 'b.txt', 'text/plain', 4),
      ],
    });
    expect(personal?.data).to.have.nested.property('message.preview', 'a <b>.png, b.txt');
    const [titled] = told({ ...message, text: 'Look' }, 'owner', 'joined');
    expect(titled?.data).to.have.nested.property('message.message', 'Look');
  });

  it('of a note: staff in the room, with a mark', () => {
    expect(names(note, 'staff', 'elsewhere')).to.deep.equal([]);
    expect(told(note, 'staff', 'joined')).to.deep.equal([
      {
        event: 'new_message',
        data: {
          conversation_id: 'C-1',
          message: {
            id: messageId(),
            message: 'between us',
            is_from_user: false,
            sender_name: 'Sarah',
            sender_email: 'sarah@example.com',
            attachments: null,
            seq: 2,
            is_note: true,
            createdAt: at,
          },
        },
      },
    ]);
  });

  it('of a claim, a handover, a closing and a rating', () => {
    const kinds = [claimed, handedOver, closed, rated].map((event) => [
      names(event, 'owner', 'joined'),
      names(event, 'owner', 'elsewhere'),
      names(event, 'staff', 'joined'),
      names(event, 'staff', 'elsewhere'),
    ]);
    const updated = (kind: string): string => `conversation_updated ${kind}`;
    expect(kinds).to.deep.equal([
      [
        ['conversation_claimed', updated('claimed')],
        [updated('claimed')],
        ['conversation_claimed'],
        [],
      ],
      [[updated('handover_completed')], [updated('handover_completed')], [], []],
      [
        ['conversation_closed', updated('closed')],
        [updated('closed')],
        ['conversation_closed'],
        [],
      ],
      [[updated('rated')], [updated('rated')], [], []],
    ]);
  });

  it('with the fields of document 004, and nothing that is for staff', () => {
    const updated = (data: object) => ({
      event: 'conversation_updated',
      data: { conversation_id: 'C-1', ...data },
    });
    expect(told(claimed, 'owner', 'joined')).to.deep.equal([
      {
        event: 'conversation_claimed',
        data: { conversation_id: 'C-1', assigned_to: 'Sarah', assigned_admin_name: 'Sarah' },
      },
      updated({ event: 'claimed', assigned_admin_name: 'Sarah' }),
    ]);
    expect(told(handedOver, 'owner', 'joined')).to.deep.equal([
      updated({ event: 'handover_completed', assigned_admin_name: 'x' }),
    ]);
    expect(told(closed, 'owner', 'joined')).to.deep.equal([
      { event: 'conversation_closed', data: { conversation_id: 'C-1' } },
      updated({ event: 'closed' }),
    ]);
    expect(told(rated, 'owner', 'elsewhere')).to.deep.equal([
      updated({ event: 'rated', satisfaction_rating: 4, feedback: 'good' }),
    ]);
    expect(told(said(sarah), 'owner', 'elsewhere')).to.deep.equal([
      updated({
        event: 'new_reply',
        message: {
          id: messageId(),
          preview: `${'<b>'.repeat(33)}<`,
          sender_name: 'Sarah',
          created_at: at,
        },
      }),
    ]);
  });

  it('of a ticket: the room hears that there is one, and the owner on his personal one of each change', () => {
    const ticket = {
      id: messageId(),
      ticket_number: 'SMI-2026-001234',
      subject: 'Failed transfer',
      status: 'open',
      priority: 'medium',
      support_type: 'TRANSACTION_ISSUE',
    };
    const inRoom = {
      event: 'ticket_created_from_conversation',
      data: { conversation_id: 'C-1', ticket },
    };
    const updated = (data: object) => ({
      event: 'conversation_updated',
      data: { conversation_id: 'C-1', ticket_number: 'SMI-2026-001234', ...data },
    });
    const created = updated({ event: 'ticket_created' });
    expect(told(ticketOpened, 'owner', 'joined')).to.deep.equal([inRoom, created]);
    expect(told(ticketOpened, 'owner', 'elsewhere')).to.deep.equal([created]);
    expect(told(ticketOpened, 'staff', 'joined')).to.deep.equal([inRoom]);
    expect(told(ticketOpened, 'staff', 'elsewhere')).to.deep.equal([]);
    const after = fold([opened(), ticketOpened, ticketUpdated]);
    const changed = { event: 'ticket_updated', status: 'resolved', priority: 'high' };
    for (const place of ['joined', 'elsewhere'] as const) {
      const of = { viewer: 'owner', place, name: 'C-1' } as const;
      expect(frames(ticketUpdated, after, of)).to.deep.equal([updated(changed)]);
    }
    const of = { viewer: 'staff', place: 'joined', name: 'C-1' } as const;
    expect(frames(ticketUpdated, after, of)).to.deep.equal([]);
  });

  it('of a code: its digits for the addressee, dots for everybody else', () => {
    const digits = codeDigits.digitsOf('c');
    for (const place of ['joined', 'elsewhere', 'noticed', 'missed', 'echo'] as const) {
      expect(JSON.stringify(told(code, 'addressee', place))).to.include(digits);
      for (const viewer of ['owner', 'staff'] as const) {
        expect(JSON.stringify(told(code, viewer, place))).to.not.include(digits);
      }
    }
    expect(JSON.stringify(told(code, 'owner', 'elsewhere'))).to.include(HIDDEN_CODE);
  });

  it('nothing of what the protocol has no event for', () => {
    const silent: readonly ConversationEvent[] = [
      opened(),
      { ...recorded, type: 'adopted', owner: { kind: 'guest', id: 'g' } },
      { ...recorded, type: 'aliased', of: conversationId() },
    ];
    for (const event of silent) expect(told(event, 'owner', 'joined')).to.deep.equal([]);
  });

  it('of what was missed: as the room has it, or else the notice', () => {
    expect(names(closed, 'owner', 'missed')).to.deep.equal(['conversation_closed']);
    expect(names(rated, 'owner', 'missed')).to.deep.equal(['conversation_updated rated']);
    expect(names(rated, 'staff', 'missed')).to.deep.equal([]);
  });

  it('who types, and on which side he is; nothing of who reads', () => {
    const standing = { viewer: 'owner', place: 'joined', name: 'C-1' } as const;
    for (const [by, is_admin] of [
      [sarah, true],
      [admin(), true],
      [customer(), false],
      [guest(), false],
    ] as const) {
      for (const typing of [true, false]) {
        const signal = { kind: 'typing', conversationId: conversationId(), by, typing } as const;
        expect(signalFrames(signal, open(), standing)).to.deep.equal([
          {
            event: typing ? 'typing' : 'stop_typing',
            data: { conversation_id: 'C-1', is_admin },
          },
        ]);
      }
    }
    const read = {
      kind: 'read',
      conversationId: conversationId(),
      messageId: messageId(),
      seq: 2,
      by: personKey(sarah),
      at: NOW,
    } as const;
    expect(signalFrames(read, open(), standing)).to.deep.equal([]);
  });
});
