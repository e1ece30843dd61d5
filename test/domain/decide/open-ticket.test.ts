import { expect } from 'chai';
import type { Actor } from '../../../src/domain/actor.js';
import type { Channel } from '../../../src/domain/channel.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { senderOf } from '../../../src/domain/decide/decision.js';
import { mayOpenTicket, openTicket } from '../../../src/domain/decide/open-ticket.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { ticket } from '../../support/appends.js';
import { EXCLUSIVE, SHARED, SINGLE_OPEN } from '../../support/channels.js';
import { after, claimedBy, closed, NOW, open } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';

const sarah = agent('sarah');
const bob = agent('bob');
const own = ticket({ subject: 'Card', description: 'Lost', priority: 'high' });
const opens = (state: Conversation, by: Actor) => openTicket(state, own, by);
const shared: readonly Channel[] = [SHARED, SINGLE_OPEN];

describe('openTicket', () => {
  it('makes a record of it, as it was said, and by whom', () => {
    expect(expectRight(opens(open(), sarah))).to.deep.equal([
      { type: 'ticketOpened', ...own, by: senderOf(sarah) },
    ]);
    const state = after(open(), opens(open(), sarah), NOW + 5);
    expect(state.ticket).to.deep.equal({
      ...own,
      status: 'open',
      createdAt: NOW + 5,
      updatedAt: NOW + 5,
    });
    expect(state).to.include({ status: 'active', assignee: null, updatedAt: NOW + 5 });
  });

  for (const channel of shared) {
    it(`lets any agent with access make one of what is shared: ${channel.name}`, () => {
      for (const by of [sarah, bob, admin()]) {
        expect(expectRight(opens(open({ channel }), by))).to.have.length(1);
        expect(expectRight(opens(claimedBy(sarah, open({ channel })), by))).to.have.length(1);
      }
    });
  }

  it('leaves what is exclusive to its assignee and to admins', () => {
    const held = claimedBy(sarah, open({ channel: EXCLUSIVE }));
    for (const by of [sarah, admin()]) expect(expectRight(opens(held, by))).to.have.length(1);
    expect(expectLeft(opens(held, bob), 'Conflict')).to.deep.equal({
      kind: 'Conflict',
      reason: 'notAssignee',
      holder: 'sarah',
    });
    const free = open({ channel: EXCLUSIVE });
    expect(expectLeft(opens(free, bob), 'Conflict').reason).to.equal('unassigned');
    expect(expectRight(opens(free, admin()))).to.have.length(1);
  });

  it('is refused where there is one, whoever asks', () => {
    const ticketed = after(open(), opens(open(), sarah));
    for (const by of [sarah, bob, admin()]) {
      expect(expectLeft(opens(ticketed, by), 'Conflict').reason).to.equal('ticket');
    }
  });

  it('is refused on what is closed, though there is one', () => {
    expectLeft(opens(closed(open()), admin()), 'ConversationClosed');
    expectLeft(opens(closed(after(open(), opens(open(), sarah))), sarah), 'ConversationClosed');
  });

  it('is for staff', () => {
    expect(expectLeft(opens(open(), customer()), 'AccessDenied').to).to.equal('operation');
    expect(expectLeft(opens(open(), { kind: 'system' }), 'AccessDenied').to).to.equal('operation');
    for (const by of [customer('bob'), guest(), contact()]) {
      expect(expectLeft(opens(open(), by), 'AccessDenied').to).to.equal('conversation');
    }
  });

  it('needs the department', () => {
    const sales = open({ departmentId: 'sales' });
    expect(expectLeft(opens(sales, agent('bob', ['billing'])), 'AccessDenied').to).to.equal(
      'conversation',
    );
    expect(expectRight(opens(sales, agent('bob', ['sales'])))).to.have.length(1);
  });

  it('may be asked beforehand, and answers the same', () => {
    const ticketed = after(open(), opens(open(), sarah));
    for (const state of [open(), ticketed, closed(open()), open({ channel: EXCLUSIVE })]) {
      for (const by of [sarah, admin(), customer(), guest()]) {
        const may = mayOpenTicket(state, by);
        const opened = opens(state, by);
        if (may._tag === 'Left') expect(opened).to.deep.equal(may);
        else expect(opened._tag).to.equal('Right');
      }
    }
  });
});
