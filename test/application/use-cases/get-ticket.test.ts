import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { TICKET_FAILURES } from '../../../src/application/ports/rate-limiter.js';
import { unavailable } from '../../../src/domain/failure.js';
import type { Actor } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { TicketContent } from '../../../src/domain/ticket.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, started } from '../../support/in-memory.js';
import { limiterOf } from '../../support/limits.js';

const alice = contact('alice@example.com');

const content: TicketContent = {
  subject: 'Card',
  description: null,
  supportType: 'CARDS',
  priority: 'low',
};

describe('getTicket', () => {
  let chat: InMemory;
  let opened: Conversation;
  let number: string;

  const get = (by: Actor, key = number, address: string | null = null, at = chat) =>
    at.cases.getTicket(by, { key, address })();

  const open = async (at: InMemory): Promise<void> => {
    opened = await started(at, { ticket: content, departmentId: 'cards' }, alice);
    number = opened.ticket?.number ?? '';
  };

  beforeEach(async () => {
    chat = inMemory();
    await open(chat);
  });

  it('finds it for its owner and for staff who may read it, by its number and by its id', async () => {
    for (const by of [alice, agent('sarah', ['cards']), admin()]) {
      for (const key of [number, opened.ticket?.id]) {
        expect(expectRight(await get(by, key))).to.deep.equal(opened);
      }
    }
  });

  it('is none to anybody else, as what is none is', async () => {
    const none = expectLeft(await get(alice, 'SMI-2026-999999'), 'NotFound');
    expect(none.what).to.equal('ticket');
    for (const by of [
      ...[contact('bob@example.com'), customer('alice'), guest(), agent('bob', ['loans'])],
    ]) {
      expect(expectLeft(await get(by), 'NotFound')).to.deep.equal(none);
    }
    for (const key of ['', number.toLowerCase(), `${number} `, opened.id, '$ne']) {
      expect(expectLeft(await get(alice, key), 'NotFound')).to.deep.equal(none);
    }
  });

  describe('for who can call himself what he likes', () => {
    beforeEach(async () => {
      chat = inMemory(memoryStore(), limiterOf({ ticketFailures: TICKET_FAILURES }));
      await open(chat);
    });

    it('is refused after twenty failures of an address, whatever was guessed, and the right one too', async () => {
      for (let n = 0; n < 10; n += 1) {
        expectLeft(await get(contact(`bob${n}@example.com`), number, '1.2.3.4'), 'NotFound');
        expectLeft(await get(alice, `SMI-2026-00010${n}`, '1.2.3.4'), 'NotFound');
      }
      const refused = expectLeft(await get(alice, number, '1.2.3.4'), 'RateLimited');
      expect(refused.retryAfter).to.be.within(1, TICKET_FAILURES.seconds);
      expectRight(await get(alice, number, '5.6.7.8'));
      expectRight(await get(alice, number));
    });

    it('counts nothing that is right, and nothing without an address', async () => {
      for (let n = 0; n < 50; n += 1) {
        expectRight(await get(alice, number, '1.2.3.4'));
        expectLeft(await get(guest()), 'NotFound');
      }
      for (let n = 0; n < 20; n += 1) expectLeft(await get(guest(), number, '1.2.3.4'), 'NotFound');
      expectLeft(await get(guest(), number, '1.2.3.4'), 'RateLimited');
    });

    it('judges twenty of a hundred guesses at once', async () => {
      const all = await Promise.all(
        Array.from({ length: 100 }, () => get(guest(), number, '1.2.3.4')),
      );
      const kinds = all.map((one) => (one._tag === 'Left' ? one.left.kind : 'found'));
      expect(kinds.filter((kind) => kind === 'NotFound')).to.have.length(20);
      expect(kinds.filter((kind) => kind === 'RateLimited')).to.have.length(80);
    });

    it('counts no failure of the store', async () => {
      const store = memoryStore();
      let isDown = false;
      const loadByTicket: typeof store.log.loadByTicket = (key) =>
        isDown ? left(unavailable) : store.log.loadByTicket(key);
      chat = inMemory(
        { ...store, log: { ...store.log, loadByTicket } },
        limiterOf({ ticketFailures: TICKET_FAILURES }),
      );
      await open(chat);
      isDown = true;
      for (let n = 0; n < 30; n += 1) {
        expectLeft(await get(alice, number, '1.2.3.4'), 'Unavailable');
      }
      isDown = false;
      expectRight(await get(alice, number, '1.2.3.4'));
    });
  });
});
