import { expect } from 'chai';
import type { Actor, System } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { addNote } from '../../../src/domain/decide/add-note.js';
import { assigneeOf, senderOf } from '../../../src/domain/decide/decision.js';
import { handOver } from '../../../src/domain/decide/hand-over.js';
import { type PostMessage, postMessage } from '../../../src/domain/decide/post-message.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import {
  after,
  claimedBy,
  closed,
  messageId,
  note,
  open,
  post,
} from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { EXCLUSIVE } from '../../support/channels.js';

const alice = customer('alice');
const sarah = agent('sarah');
const bob = agent('bob');
const system: System = { kind: 'system' };

const say = (state: Conversation, by: Actor, message: Partial<PostMessage> = {}) =>
  postMessage(state, post(message), by);
const said = (state: Conversation, by: Actor, message: Partial<PostMessage> = {}) =>
  after(state, say(state, by, message));

describe('postMessage', () => {
  it('records who, what and under which name', () => {
    expect(expectRight(say(open(), alice, { clientMessageId: 'c1' }))).to.deep.equal([
      {
        type: 'messagePosted',
        id: messageId(),
        sender: senderOf(alice),
        kind: 'text',
        text: 'hello',
        clientMessageId: 'c1',
      },
    ]);
  });

  describe('status', () => {
    it('stays active after the owner’s message that is the conversation’s first', () => {
      expect(said(open(), alice).status).to.equal('active');
    });

    it('stays active after it where an agent had claimed or noted before', () => {
      expect(said(claimedBy(sarah, open()), alice).status).to.equal('active');
      expect(said(after(open(), addNote(open(), note(), sarah)), alice).status).to.equal('active');
    });

    it('becomes waiting_support with the owner’s next one', () => {
      expect(said(said(open(), alice), alice).status).to.equal('waiting_support');
    });

    it('becomes waiting_support with the owner’s first one when an agent wrote first', () => {
      expect(said(said(open(), sarah), alice).status).to.equal('waiting_support');
    });

    it('becomes waiting_user with an agent’s or an admin’s, from wherever it was', () => {
      const asked = said(said(open(), alice), alice);
      for (const state of [open(), asked, said(asked, sarah)]) {
        expect(said(state, sarah).status, state.status).to.equal('waiting_user');
        expect(said(state, admin()).status, state.status).to.equal('waiting_user');
      }
    });

    it('becomes waiting_support with a guest’s as with a customer’s', () => {
      const ofGuest = open({ owner: { kind: 'guest', id: 'guest_1' } });
      expect(said(said(ofGuest, guest()), guest()).status).to.equal('waiting_support');
    });

    it('stays as it is after a message of the system', () => {
      const answered = said(open(), sarah);
      expect(said(answered, system, { kind: 'system' }).status).to.equal('waiting_user');
      expect(said(open(), system, { kind: 'system' }).status).to.equal('active');
    });

    it('may not move any more once it is closed', () => {
      for (const actor of [alice, sarah, admin(), system]) {
        expectLeft(say(closed(open()), actor), 'ConversationClosed');
      }
    });
  });

  describe('access', () => {
    it('is the owner’s, and that of staff with access', () => {
      const sales = open({ departmentId: 'sales' });
      for (const outsider of [customer('mallory'), guest('alice'), bob]) {
        expect(expectLeft(say(sales, outsider), 'AccessDenied').to, outsider.kind).to.equal(
          'conversation',
        );
      }
      for (const insider of [alice, agent('carol', ['sales']), admin()]) {
        expect(said(sales, insider).messageCount, insider.kind).to.equal(1);
      }
    });

    const may: Record<PostMessage['kind'], readonly Actor['kind'][]> = {
      text: ['customer', 'guest', 'agent', 'admin'],
      file: ['customer', 'guest', 'agent', 'admin'],
      system: ['agent', 'admin'],
    };
    for (const kind of Object.keys(may) as PostMessage['kind'][]) {
      for (const actor of [alice, guest(), sarah, admin()]) {
        const allowed = may[kind].includes(actor.kind);
        const state =
          actor.kind === 'guest' ? open({ owner: { kind: 'guest', id: actor.id } }) : open();
        it(`${allowed ? 'takes' : 'refuses'} ${kind} from ${actor.kind}`, () => {
          expect(say(state, actor, { kind })._tag).to.equal(allowed ? 'Right' : 'Left');
        });
      }
    }

    it('says of a kind that it is not theirs to send, closed or not', () => {
      expect(
        expectLeft(say(closed(open()), alice, { kind: 'system' }), 'AccessDenied').to,
      ).to.equal('operation');
    });
  });

  describe('shared', () => {
    it('makes the first of the staff who replies the assignee, in the same append', () => {
      for (const claims of [true, false]) {
        const events = expectRight(say(said(open(), alice), sarah, { claims }));
        expect(events.map(({ type }) => type)).to.deep.equal(['claimed', 'messagePosted']);
      }
      const state = said(open(), sarah);
      expect(state.assignee).to.deep.equal(assigneeOf(sarah));
      expect(state).to.include({ status: 'waiting_user', epoch: 1, lastSeq: 3 });
    });

    it('lets others reply too, and the assignee stays', () => {
      const held = claimedBy(sarah, open());
      const answered = said(held, bob);
      expect(answered.assignee).to.deep.equal(assigneeOf(sarah));
      expect(answered).to.include({ status: 'waiting_user', epoch: 1 });
    });

    it('is claimed by no message of the owner or the system', () => {
      expect(said(open(), alice, { claims: true }).assignee).to.equal(null);
      expect(said(open(), system, { claims: true }).assignee).to.equal(null);
    });
  });

  describe('exclusive', () => {
    const free = open({ channel: EXCLUSIVE });
    const held = claimedBy(sarah, free);

    it('must be claimed before a reply', () => {
      for (const staff of [sarah, admin()]) {
        expect(expectLeft(say(free, staff), 'Conflict')).to.deep.equal({
          kind: 'Conflict',
          reason: 'unassigned',
        });
      }
    });

    it('is claimed by the reply itself in a dialect without claims', () => {
      const events = expectRight(say(free, sarah, { claims: true }));
      expect(events.map(({ type }) => type)).to.deep.equal(['claimed', 'messagePosted']);
      expect(said(free, sarah, { claims: true }).assignee).to.deep.equal(assigneeOf(sarah));
    });

    it('is answered by the assignee alone; others hear his name, admins too', () => {
      expect(said(held, sarah).status).to.equal('waiting_user');
      for (const other of [bob, admin()]) {
        for (const claims of [true, false]) {
          expect(expectLeft(say(held, other, { claims }), 'Conflict')).to.deep.equal({
            kind: 'Conflict',
            reason: 'notAssignee',
            holder: 'sarah',
          });
        }
      }
    });

    it('goes on with the new assignee after a handover, and names him', () => {
      const given = after(held, handOver(held, { to: assigneeOf(bob), reason: null }, sarah));
      expect(said(given, bob).status).to.equal('waiting_user');
      expect(expectLeft(say(given, sarah), 'Conflict')).to.include({ holder: 'bob' });
    });

    it('lets an admin write who has handed it to himself', () => {
      const to = assigneeOf(admin());
      const taken = after(held, handOver(held, { to, reason: null }, admin()));
      expect(said(taken, admin()).status).to.equal('waiting_user');
      expectLeft(say(taken, sarah), 'Conflict');
    });

    it('never keeps the owner or the system from writing', () => {
      expect(said(free, alice).messageCount).to.equal(1);
      expect(said(held, alice).messageCount).to.equal(1);
      expect(said(held, system).messageCount).to.equal(1);
    });
  });

  describe('ifLastSeq', () => {
    const refused = (state: Conversation, by: Actor, ifLastSeq: number) =>
      expectLeft(say(state, by, { ifLastSeq }), 'Conflict').reason;

    it('takes a reply when nothing was written yet', () => {
      expect(said(open(), alice, { ifLastSeq: 0 }).messageCount).to.equal(1);
    });

    it('refuses one that has not seen somebody else’s message', () => {
      const asked = said(open(), alice);
      expect(refused(asked, sarah, 1)).to.equal('newerMessage');
      expect(said(asked, sarah, { ifLastSeq: 2 }).messageCount).to.equal(2);
    });

    it('forgives one’s own later messages', () => {
      const state = said(said(open(), alice), alice);
      expect(said(state, alice, { ifLastSeq: 0 }).messageCount).to.equal(3);
    });

    it('sees somebody else’s message behind one’s own', () => {
      const state = said(said(said(open(), alice), sarah), alice);
      expect(state.lastMessage).to.include({ seq: 5 });
      expect(refused(state, alice, 3)).to.equal('newerMessage');
      expect(said(state, alice, { ifLastSeq: 4 }).messageCount).to.equal(4);
    });

    it('tells three writers apart', () => {
      const state = [alice, sarah, bob, bob].reduce((so, by) => said(so, by), open());
      expect(state.lastMessage).to.include({ seq: 6 });
      expect(refused(state, bob, 3)).to.equal('newerMessage');
      expect(said(state, bob, { ifLastSeq: 4 }).messageCount).to.equal(5);
      expect(refused(state, alice, 5)).to.equal('newerMessage');
      expect(refused(state, sarah, 5)).to.equal('newerMessage');
      expect(said(state, sarah, { ifLastSeq: 6 }).messageCount).to.equal(5);
    });

    it('knows one person in two roles', () => {
      const state = said(said(open(), alice), sarah);
      expect(said(state, admin('sarah'), { ifLastSeq: 2 }).messageCount).to.equal(3);
    });

    it('asks about messages: a claim, a note or a handover with a later seq does not count', () => {
      const noted = after(open(), addNote(open(), note(), bob));
      const held = claimedBy(sarah, noted);
      expect(held.lastSeq).to.equal(3);
      expect(said(held, alice, { ifLastSeq: 1 }).messageCount).to.equal(1);
      expect(said(held, sarah, { ifLastSeq: 1 }).messageCount).to.equal(1);
    });

    it('takes a reply that has seen more than there is', () => {
      expect(said(said(open(), alice), sarah, { ifLastSeq: 99 }).messageCount).to.equal(2);
    });

    it('counts the system as somebody else', () => {
      const coded = said(open(), system, { kind: 'system' });
      expect(refused(coded, alice, 1)).to.equal('newerMessage');
    });
  });
});
