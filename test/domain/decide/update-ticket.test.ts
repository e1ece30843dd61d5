import { expect } from 'chai';
import type { Actor } from '../../../src/domain/actor.js';
import { senderOf } from '../../../src/domain/decide/decision.js';
import { openTicket } from '../../../src/domain/decide/open-ticket.js';
import { updateTicket } from '../../../src/domain/decide/update-ticket.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import {
  TICKET_PRIORITIES,
  TICKET_STATUSES,
  type TicketPriority,
  type TicketStatus,
} from '../../../src/domain/ticket.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { ticket } from '../../support/appends.js';
import { EXCLUSIVE } from '../../support/channels.js';
import { after, claimedBy, closed, NOW, open } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';

const sarah = agent('sarah');
const ticketed = (state = open()): Conversation =>
  after(state, openTicket(state, ticket({ priority: 'low' }), admin()));
const update = (
  state: Conversation,
  status: TicketStatus | null,
  priority: TicketPriority | null = null,
  by: Actor = sarah,
) => updateTicket(state, { status, priority }, by);

describe('updateTicket', () => {
  for (const [status, priority, expected] of [
    ['resolved', null, { status: 'resolved', priority: 'low' }],
    [null, 'urgent', { status: 'open', priority: 'urgent' }],
    ['closed', 'high', { status: 'closed', priority: 'high' }],
    ['open', 'medium', { status: 'open', priority: 'medium' }],
  ] as const) {
    it(`makes of ${status ?? 'no status'} and ${priority ?? 'no priority'} what is said, and leaves the rest`, () => {
      const before = ticketed();
      expect(expectRight(update(before, status, priority))).to.deep.equal([
        { type: 'ticketUpdated', ...expected, by: senderOf(sarah) },
      ]);
      const state = after(before, update(before, status, priority), NOW + 5);
      expect(state.ticket).to.deep.equal({
        ...before.ticket,
        ...expected,
        updatedAt: NOW + 5,
      });
    });
  }

  it('goes from any status and priority to any other', () => {
    for (const from of TICKET_STATUSES) {
      for (const to of TICKET_STATUSES) {
        const state = after(ticketed(), update(ticketed(), from));
        expect(expectRight(update(state, to))).to.have.length(from === to ? 0 : 1);
      }
    }
    for (const priority of TICKET_PRIORITIES) {
      const state = after(ticketed(), update(ticketed(), null, priority));
      expect(state.ticket?.priority).to.equal(priority);
    }
  });

  it('changes nothing where it is so already, or nothing is said', () => {
    for (const [status, priority] of [
      ['open', null],
      [null, 'low'],
      ['open', 'low'],
      [null, null],
    ] as const) {
      expect(expectRight(update(ticketed(), status, priority))).to.deep.equal([]);
    }
  });

  it('leaves the conversation open, whatever its ticket is', () => {
    for (const status of TICKET_STATUSES) {
      const state = after(ticketed(), update(ticketed(), status));
      expect(state).to.include({ status: 'active', closedAt: null });
    }
  });

  it('is for any of staff with access, of what is another’s too', () => {
    const held = claimedBy(sarah, ticketed(open({ channel: EXCLUSIVE })));
    for (const by of [sarah, agent('bob'), admin()]) {
      expect(expectRight(update(held, 'resolved', null, by))).to.have.length(1);
    }
    const sales = ticketed(open({ departmentId: 'sales' }));
    const refused = update(sales, 'resolved', null, agent('bob', ['billing']));
    expect(expectLeft(refused, 'AccessDenied').to).to.equal('conversation');
    for (const [by, to] of [
      [customer(), 'operation'],
      [{ kind: 'system' }, 'operation'],
      [guest(), 'conversation'],
    ] as const) {
      expect(expectLeft(update(ticketed(), 'resolved', null, by), 'AccessDenied').to).to.equal(to);
    }
  });

  it('is refused where there is none, and on what is closed', () => {
    expect(expectLeft(update(open(), 'resolved'), 'NotFound').what).to.equal('ticket');
    expect(expectLeft(update(closed(open()), 'resolved'), 'NotFound').what).to.equal('ticket');
    expectLeft(update(closed(ticketed()), 'resolved'), 'ConversationClosed');
    expectLeft(update(closed(ticketed()), 'open', 'low', admin()), 'ConversationClosed');
  });
});
