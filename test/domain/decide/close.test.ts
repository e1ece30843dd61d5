import { expect } from 'chai';
import type { Actor } from '../../../src/domain/actor.js';
import type { Channel } from '../../../src/domain/channel.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { close } from '../../../src/domain/decide/close.js';
import { senderOf } from '../../../src/domain/decide/decision.js';
import { admin, agent, customer } from '../../support/actors.js';
import { after, claimedBy, closed, NOW, open } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { EXCLUSIVE, SHARED, SINGLE_OPEN } from '../../support/channels.js';

const sarah = agent('sarah');
const bob = agent('bob');
const shut = (state: Conversation, by: Actor) => close(state, 'solved', by);
const shared: readonly Channel[] = [SHARED, SINGLE_OPEN];

describe('close', () => {
  it('ends it, with a note and the time', () => {
    expect(expectRight(shut(open(), admin()))).to.deep.equal([
      { type: 'closed', by: senderOf(admin()), note: 'solved' },
    ]);
    expect(after(open(), shut(open(), admin()), NOW + 5)).to.include({
      status: 'closed',
      closedAt: NOW + 5,
    });
  });

  for (const channel of shared) {
    it(`lets any agent with access close what is shared: ${channel.name}`, () => {
      expect(expectRight(shut(open({ channel }), bob))).to.have.length(1);
      expect(expectRight(shut(claimedBy(sarah, open({ channel })), bob))).to.have.length(1);
    });
  }

  it('leaves what is exclusive to its assignee and to admins', () => {
    const held = claimedBy(sarah, open({ channel: EXCLUSIVE }));
    expect(expectRight(shut(held, sarah))).to.have.length(1);
    expect(expectRight(shut(held, admin()))).to.have.length(1);
    expect(expectLeft(shut(held, bob), 'Conflict')).to.deep.equal({
      kind: 'Conflict',
      reason: 'notAssignee',
      holder: 'sarah',
    });
  });

  it('needs a claim first where it is exclusive, but not from an admin', () => {
    const free = open({ channel: EXCLUSIVE });
    expect(expectLeft(shut(free, bob), 'Conflict').reason).to.equal('unassigned');
    expect(expectRight(shut(free, admin()))).to.have.length(1);
  });

  it('changes nothing the second time', () => {
    expect(expectRight(shut(closed(open()), bob))).to.deep.equal([]);
    expect(expectRight(shut(closed(open()), admin()))).to.deep.equal([]);
  });

  it('is for staff with access', () => {
    expect(expectLeft(shut(open(), customer()), 'AccessDenied').to).to.equal('operation');
    expect(expectLeft(shut(closed(open()), customer()), 'AccessDenied').to).to.equal('operation');
    expect(expectLeft(shut(open(), customer('mallory')), 'AccessDenied').to).to.equal(
      'conversation',
    );
    expectLeft(shut(open({ departmentId: 'sales' }), bob), 'AccessDenied');
  });
});
