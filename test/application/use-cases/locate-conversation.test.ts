import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { locateConversation } from '../../../src/application/use-cases/locate-conversation.js';
import type { Actor } from '../../../src/domain/actor.js';
import { unavailable } from '../../../src/domain/failure.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, started } from '../../support/in-memory.js';

const ticket = {
  subject: 'Card',
  description: null,
  supportType: 'CARDS',
  priority: 'low',
} as const;

describe('locateConversation', () => {
  let chat: InMemory;

  beforeEach(() => {
    chat = inMemory();
  });

  const locate = (by: Actor, key: string) => chat.cases.locateConversation(by, key)();

  it('finds a conversation by its id, and by its ticket’s id and number', async () => {
    await started(chat, { ticket }, customer('bob'));
    const conversation = await started(chat, { ticket });
    const { id: ticketId = '', number = '' } = conversation.ticket ?? {};
    for (const key of [conversation.id, ticketId, number]) {
      for (const by of [customer('alice'), agent(), admin()]) {
        expect(expectRight(await locate(by, key)), key).to.deep.equal(conversation);
      }
    }
  });

  it('takes ids in any case of letters, and numbers as they are written', async () => {
    const conversation = await started(chat, { ticket });
    const { id: ticketId = '', number = '' } = conversation.ticket ?? {};
    for (const key of [conversation.id, ticketId]) {
      expect(expectRight(await locate(admin(), key.toUpperCase())).id).to.equal(conversation.id);
    }
    expectLeft(await locate(admin(), number.toLowerCase()), 'NotFound');
  });

  it('finds what has no ticket by its id', async () => {
    const conversation = await started(chat, {}, guest());
    expect(expectRight(await locate(guest(), conversation.id))).to.deep.equal(conversation);
  });

  it('tells whoever may not read it that it is there, by whatever key', async () => {
    const conversation = await started(chat, { ticket, departmentId: 'cards' });
    const { id: ticketId = '', number = '' } = conversation.ticket ?? {};
    const strangers = [customer('bob'), guest('alice'), contact('alice'), agent('x', ['loans'])];
    for (const key of [conversation.id, ticketId, number]) {
      for (const by of strangers) {
        const { to } = expectLeft(await locate(by, key), 'AccessDenied');
        expect(to, `${by.kind} ${key}`).to.equal('conversation');
      }
    }
    expectRight(await locate(agent('x', ['cards']), number));
  });

  it('knows no ticket by what is no key of any', async () => {
    await started(chat, { ticket });
    const unknown = ['', ' ', 'x', '__proto__', 'SMI-2026-999999', chat.ids.next()];
    for (const key of unknown) {
      expect(expectLeft(await locate(admin(), key), 'NotFound').what, key).to.equal('ticket');
    }
  });

  it('says that the store is down, wherever it looks', async () => {
    const conversation = await started(chat, { ticket });
    const byTicket = locateConversation({
      getConversation: chat.cases.getConversation,
      log: { ...chat.store.log, loadByTicket: () => left(unavailable) },
    });
    const byId = locateConversation({
      getConversation: () => left(unavailable),
      log: chat.store.log,
    });
    expectLeft(await byTicket(admin(), conversation.ticket?.number ?? '')(), 'Unavailable');
    expectLeft(await byId(admin(), conversation.id)(), 'Unavailable');
  });
});
