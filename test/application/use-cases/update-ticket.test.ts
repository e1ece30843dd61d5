import { expect } from 'chai';
import type { UpdateTicketInput } from '../../../src/application/use-cases/update-ticket.js';
import type { Actor } from '../../../src/domain/actor.js';
import type { Ticket, TicketContent } from '../../../src/domain/ticket.js';
import { agent, contact, customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  recorded,
  started,
  types,
} from '../../support/in-memory.js';

const sarah = agent('sarah', ['cards']);

const content: TicketContent = {
  subject: 'Card',
  description: null,
  supportType: 'CARDS',
  priority: 'low',
};

describe('updateTicket', () => {
  let chat: InMemory;
  let ticket: Ticket;

  const update = (by: Actor, input: Partial<UpdateTicketInput>, at = chat) =>
    at.cases.updateTicket(by, { key: ticket.number, status: null, priority: null, ...input })();

  beforeEach(async () => {
    chat = inMemory();
    const opened = await started(chat, { ticket: content, departmentId: 'cards' });
    if (opened.ticket === null) throw new Error('it has one');
    ticket = opened.ticket;
    chat.bus.changes.splice(0);
  });

  it('finds it by its number and by its id, and changes what is said', async () => {
    chat.clock.time += 5;
    const one = expectRight(await update(sarah, { status: 'resolved' }));
    expect(one.ticket).to.deep.equal({
      ...ticket,
      status: 'resolved',
      updatedAt: chat.clock.time,
    });
    const other = expectRight(await update(sarah, { key: ticket.id, priority: 'urgent' }));
    expect(other.ticket).to.include({ status: 'resolved', priority: 'urgent' });
    expect(types(recorded(chat))).to.deep.equal(['ticketUpdated', 'ticketUpdated']);
  });

  it('tells nobody where nothing changes', async () => {
    const same = expectRight(await update(sarah, { status: 'open', priority: 'low' }));
    expect(same.ticket).to.deep.equal(ticket);
    expect(recorded(chat)).to.deep.equal([]);
  });

  it('wants something to be said', async () => {
    expectLeft(await update(sarah, {}), 'ValidationFailed');
  });

  it('is for staff: it tells nobody else whether there is one', async () => {
    for (const by of [customer('alice'), customer('bob'), guest(), contact()]) {
      for (const key of [ticket.number, 'SMI-2026-999999']) {
        expectLeft(await update(by, { key, status: 'resolved' }), 'AccessDenied');
      }
    }
  });

  it('finds none of what staff may not read, and none that is none', async () => {
    const stranger = agent('bob', ['loans']);
    expectLeft(await update(stranger, { status: 'resolved' }), 'NotFound');
    for (const key of ['SMI-2026-999999', '', ticket.number.toLowerCase()]) {
      expectLeft(await update(sarah, { key, status: 'resolved' }), 'NotFound');
    }
    expect(recorded(chat)).to.deep.equal([]);
  });

  it('leaves what is closed as it is, whichever came first', async () => {
    const found = expectRight(
      await chat.cases.getTicket(sarah, { key: ticket.number, address: null })(),
    );
    const beside = nodeBeside(chat);
    const [updated, ended] = await Promise.all([
      update(sarah, { status: 'resolved' }, beside),
      chat.cases.closeConversation(sarah, { conversationId: found.id, note: null })(),
    ]);
    expectRight(ended);
    const isFirst = updated._tag === 'Right';
    if (!isFirst) expectLeft(updated, 'ConversationClosed');
    const now = expectRight(
      await chat.cases.getTicket(sarah, { key: ticket.number, address: null })(),
    );
    expect(now.ticket.status).to.equal(isFirst ? 'resolved' : 'open');
    expectLeft(await update(sarah, { status: 'in_progress' }), 'ConversationClosed');
  });
});
