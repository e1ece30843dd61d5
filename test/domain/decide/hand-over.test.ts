import { expect } from 'chai';
import type { Actor } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { Assignee } from '../../../src/domain/vocabulary.js';
import { assigneeOf, senderOf } from '../../../src/domain/decide/decision.js';
import { handOver } from '../../../src/domain/decide/hand-over.js';
import { postMessage } from '../../../src/domain/decide/post-message.js';
import { admin, agent, customer } from '../../support/actors.js';
import { after, claimedBy, closed, open, post } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { EXCLUSIVE, SHARED } from '../../support/channels.js';

const sarah = agent('sarah');
const bob = agent('bob');
const held = claimedBy(sarah, open());

const give = (state: Conversation, by: Actor, to: Assignee | null = assigneeOf(bob)) =>
  handOver(state, { to, reason: 'lunch' }, by);

describe('handOver', () => {
  it('passes it on, by the assignee', () => {
    expect(expectRight(give(held, sarah))).to.deep.equal([
      {
        type: 'handedOver',
        assignee: assigneeOf(bob),
        by: senderOf(sarah),
        reason: 'lunch',
      },
    ]);
  });

  it('makes it active again and counts the change of assignee', () => {
    const answered = after(held, postMessage(held, post(), sarah));
    expect(answered.status).to.equal('waiting_user');
    const given = after(answered, give(answered, sarah));
    expect(given).to.include({ status: 'active', epoch: 2, lastSeq: 4 });
    expect(given.assignee).to.deep.equal(assigneeOf(bob));
  });

  it('takes it from the one who gave it', () => {
    const given = after(held, give(held, sarah));
    expect(expectLeft(give(given, sarah, assigneeOf(sarah)), 'Conflict')).to.deep.equal({
      kind: 'Conflict',
      reason: 'notAssignee',
      holder: 'bob',
    });
  });

  it('lets an admin hand over what others hold, to himself as well', () => {
    expect(expectRight(give(held, admin()))).to.have.length(1);
    const taken = after(held, give(held, admin(), assigneeOf(admin())));
    expect(taken.assignee).to.include({ id: 'root' });
  });

  it('is refused to an agent who does not hold it, with the assignee’s name, shared or exclusive', () => {
    for (const channel of [SHARED, EXCLUSIVE]) {
      const state = claimedBy(sarah, open({ channel }));
      expect(expectLeft(give(state, bob), 'Conflict')).to.deep.equal({
        kind: 'Conflict',
        reason: 'notAssignee',
        holder: 'sarah',
      });
    }
  });

  it('changes nothing when it is handed to the one who has it', () => {
    expect(expectRight(give(held, sarah, assigneeOf(sarah)))).to.deep.equal([]);
    expect(expectRight(give(held, admin(), assigneeOf(sarah)))).to.deep.equal([]);
  });

  it('needs an assignee', () => {
    for (const by of [sarah, admin()]) {
      expect(expectLeft(give(open(), by), 'Conflict').reason).to.equal('unassigned');
    }
  });

  it('needs a known agent, and says so only to who may hand it over', () => {
    expect(expectLeft(give(held, sarah, null), 'NotFound').what).to.equal('agent');
    expectLeft(give(held, admin(), null), 'NotFound');
    expectLeft(give(held, bob, null), 'Conflict');
    expectLeft(give(open(), admin(), null), 'Conflict');
    expectLeft(give(closed(held), sarah, null), 'ConversationClosed');
    expectLeft(give(held, customer('mallory'), null), 'AccessDenied');
  });

  it('is refused on what is closed', () => {
    expectLeft(give(closed(held), sarah), 'ConversationClosed');
    expectLeft(give(closed(held), admin()), 'ConversationClosed');
  });

  it('is for staff with access', () => {
    expect(expectLeft(give(held, customer()), 'AccessDenied').to).to.equal('operation');
    expect(expectLeft(give(held, customer('mallory')), 'AccessDenied').to).to.equal('conversation');
    const sales = claimedBy(admin('sarah'), open({ departmentId: 'sales' }));
    expect(expectLeft(give(sales, bob), 'AccessDenied').to).to.equal('conversation');
    expect(expectRight(give(sales, sarah))).to.have.length(1);
  });
});
