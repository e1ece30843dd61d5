import { expect } from 'chai';
import { some } from 'fp-ts/lib/Option.js';
import type { Append } from '../../src/application/ports/conversation-log.js';
import type { Store } from '../../src/application/ports/store.js';
import { personKey } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import { wantedKeys } from '../../src/domain/search.js';
import { dayOf } from '../../src/domain/statistics.js';
import { admin, customer } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { closing, opening, rating, START, ticket, ticketing } from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import type { Restarts } from './conversation-log.restart.contract.js';

const ALICE = personKey(customer('alice'));

const stored = async ({ log }: Store, append: Append): Promise<Conversation> => {
  expect(await answer(log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
  return append.conversation;
};

const found = async ({ queries }: Store, typed: string): Promise<readonly string[]> => {
  const filter = { status: null, type: null, assignee: null, search: wantedKeys(typed) };
  const stretch = { after: null, skip: 0, limit: 10 };
  const { items } = await answer(queries.listed(admin(), filter, stretch, START));
  return items.map(({ id }) => id);
};

/**
 * That tickets, what is found, and what is counted are the same over restarts and on every node. Set up as for
 * `describeConversationLogRestartContract`.
 */
export const describeTicketsRestartContract = (options: ContractOptions<Restarts>): void => {
  describe(`Tickets, search and tallies over restarts: ${options.name}`, () => {
    const restarts = eachTime(options);

    it('keep tickets, and each number one conversation’s', async () => {
      const own = ticket();
      const first = await restarts().restart();
      const opened = await stored(first, ticketing(await stored(first, opening()), own));
      for (const node of [await restarts().restart(), await restarts().beside()]) {
        expect(await answer(node.log.loadByTicket(own.number))).to.deep.equal(some(opened));
        expect(await answer(node.log.loadByTicket(own.id))).to.deep.equal(some(opened));
        const page = { page: 1, limit: 10 };
        expect((await answer(node.queries.ownedTickets(ALICE, page))).items).to.deep.equal([
          opened,
        ]);
        const again = opening({ ticket: ticket({ number: own.number }) });
        expect(await answer(node.log.append([again]))).to.deep.equal([{ kind: 'ticketTaken' }]);
      }
    });

    it('give no place of a year twice', async () => {
      const nodes = [await restarts().restart(), await restarts().beside()] as const;
      const given = await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          answer((n % 2 ? nodes[0] : nodes[1]).log.nextTicketSerial(2026)),
        ),
      );
      expect(new Set(given).size).to.equal(60);
      let highest = Math.max(...given);
      for (const node of [nodes[0], nodes[1], nodes[0], nodes[1], nodes[1], nodes[0]]) {
        const serial = await answer(node.log.nextTicketSerial(2026));
        expect(serial).to.be.greaterThan(highest);
        highest = serial;
      }
      const own = ticket({ number: `SMI-2026-${String(highest).padStart(6, '0')}` });
      await stored(nodes[0], opening({ ticket: own }));
      const next = await restarts().restart();
      expect(await answer(next.log.nextTicketSerial(2026))).to.be.greaterThan(highest);
      const other = await restarts().beside();
      expect(await answer(other.log.nextTicketSerial(2026))).to.be.greaterThan(highest);
      await answer(next.log.skipTicketSerials(2026, 5_000));
      // What makes a count last: the append that stores it.
      await stored(next, opening({ ticket: ticket({ number: 'SMI-2026-005000' }) }));
      for (const node of [other, await restarts().beside()]) {
        expect(await answer(node.log.nextTicketSerial(2026))).to.be.greaterThan(5_000);
      }
      const last = await restarts().restart();
      expect(await answer(last.log.nextTicketSerial(2026))).to.be.greaterThan(5_000);
    });

    it('find what was found', async () => {
      const first = await restarts().restart();
      const { id } = await stored(first, opening({ subject: 'Card' }));
      const beside = await restarts().beside();
      expect(await found(beside, 'card')).to.deep.equal([id]);
      const other = await stored(beside, opening({ subject: 'Card' }));
      expect(await found(first, 'card')).to.deep.equal([other.id, id]);
      expect(await found(await restarts().restart(), 'card')).to.deep.equal([other.id, id]);
    });

    it('count what was counted', async () => {
      const first = await restarts().restart();
      const beside = await restarts().beside();
      const closed = await stored(first, closing(await stored(first, opening())));
      await stored(beside, rating(closed));
      await stored(beside, opening());
      const counted = await answer(first.queries.tallies(admin(), dayOf(START), START));
      expect(counted.byAssignee).to.deep.equal(
        new Map([[null, { open: 1, closed: 1, ratings: 1, stars: 4 }]]),
      );
      expect(await answer(beside.queries.tallies(admin(), dayOf(START), START))).to.deep.equal(
        counted,
      );
      const next = await restarts().restart();
      expect(await answer(next.queries.tallies(admin(), dayOf(START), START))).to.deep.equal(
        counted,
      );
    });
  });
};
