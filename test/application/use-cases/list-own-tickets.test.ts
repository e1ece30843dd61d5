import { expect } from 'chai';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, started } from '../../support/in-memory.js';

const ticket = {
  subject: 'Card',
  description: null,
  supportType: 'CARDS',
  priority: 'low',
} as const;

const PAGE = { page: 1, limit: 10 };

describe('listOwnTickets', () => {
  it('has what one owns and has a ticket, opened by whomever', async () => {
    for (const owner of [customer('alice'), guest('alice'), contact('alice@example.com')]) {
      const chat = inMemory();
      await started(chat, {}, owner);
      const { id: conversationId } = await started(chat, {}, owner);
      const own = await started(chat, { ticket }, owner);
      await started(chat, { ticket }, customer('bob'));
      expectRight(await chat.cases.openTicket(admin(), { conversationId, ...ticket })());
      const { items, total } = expectRight(await chat.cases.listOwnTickets(owner, PAGE)());
      expect(items.map(({ id }) => id)).to.have.members([own.id, conversationId]);
      expect(total).to.equal(2);
    }
  });

  it('is for clients: staff own none', async () => {
    for (const staff of [agent('alice'), admin()]) {
      expectLeft(await inMemory().cases.listOwnTickets(staff, PAGE)(), 'AccessDenied');
    }
  });
});
