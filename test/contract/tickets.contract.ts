import { expect } from 'chai';
import { none, some } from 'fp-ts/lib/Option.js';
import type { Append, AppendOutcome } from '../../src/application/ports/conversation-log.js';
import type { Store } from '../../src/application/ports/store.js';
import { personKey } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import { agent, customer, guest } from '../support/actors.js';
import { answer } from '../support/answer.js';
import {
  closing,
  message,
  moving,
  opening,
  START,
  ticket,
  ticketing,
  together,
  updating,
} from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

const ALICE = personKey(customer('alice'));
const MINUTE = 60_000;

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/**
 * What a store promises of tickets. `setup` gives an empty log, and the queries of it; `teardown` closes them, and
 * removes their data.
 */
export const describeTicketsContract = (
  options: ContractOptions<Pick<Store, 'log' | 'queries'>>,
): void => {
  describe(`Tickets: ${options.name}`, () => {
    const store = eachTime(options);

    const outcomesOf = async (
      batch: readonly Append[],
    ): Promise<readonly AppendOutcome['kind'][]> =>
      (await answer(store().log.append(batch))).map(({ kind }) => kind);

    const stored = async (append: Append): Promise<Conversation> => {
      expect(await outcomesOf([append])).to.deep.equal(['appended']);
      return append.conversation;
    };

    const found = (key: string) => answer(store().log.loadByTicket(key));

    const ownedBy = (owner = ALICE, page = 1, limit = 10) =>
      answer(store().queries.ownedTickets(owner, { page, limit }));

    describe('loadByTicket', () => {
      it('finds nothing under what is no ticket', async () => {
        const { id } = await stored(opening());
        for (const key of ['SMI-2026-000001', id, '', "' OR 1=1 --", '$ne']) {
          expect(await found(key)).to.deep.equal(none);
        }
      });

      it('finds the state after the last event by the number and by the id', async () => {
        const { id, number } = ticket();
        const opened = await stored(ticketing(await stored(opening()), { id, number }));
        for (const key of [id, number]) expect(await found(key)).to.deep.equal(some(opened));
        const updated = await stored(updating(opened, 'resolved', 'urgent'));
        const posted = await stored(message(updated));
        for (const key of [id, number]) expect(await found(key)).to.deep.equal(some(posted));
        expect(posted.ticket).to.include({ status: 'resolved', priority: 'urgent' });
        const closed = await stored(closing(posted));
        expect(await found(number)).to.deep.equal(some(closed));
      });

      it('finds what was opened with a ticket', async () => {
        const own = ticket();
        const opened = await stored(opening({ ticket: own }));
        expect(await found(own.number)).to.deep.equal(some(opened));
      });

      it('tells numbers apart by every character', async () => {
        const { number } = ticket();
        const opened = await stored(ticketing(await stored(opening()), { number }));
        expect(await found(number)).to.deep.equal(some(opened));
        for (const other of [
          number.toLowerCase(),
          `${number} `,
          `${number}0`,
          number.slice(0, -1),
        ]) {
          expect(await found(other)).to.deep.equal(none);
        }
      });
    });

    describe('the number and the id of a ticket', () => {
      it('are one conversation’s alone', async () => {
        const own = ticket();
        const first = await stored(ticketing(await stored(opening()), own));
        const other = await stored(opening());
        for (const wish of [{ number: own.number }, { id: own.id }, own]) {
          expect(await outcomesOf([ticketing(other, wish)])).to.deep.equal(['ticketTaken']);
          expect(await outcomesOf([opening({ ticket: ticket(wish) })])).to.deep.equal([
            'ticketTaken',
          ]);
        }
        expect(await answer(store().log.load(other.id))).to.deep.equal(some(other));
        expect(await found(own.number)).to.deep.equal(some(first));
        await stored(ticketing(other));
      });

      it('store nothing of an append that is refused for them', async () => {
        const { number } = await stored(opening({ ticket: ticket() })).then(
          ({ ticket: one }) => one ?? ticket(),
        );
        const refused = opening({
          ticket: ticket({ number }),
          name: 'first',
          owner: customer('bob'),
        });
        expect(await outcomesOf([refused])).to.deep.equal(['ticketTaken']);
        const { log, queries } = store();
        expect(await answer(log.load(refused.conversation.id))).to.deep.equal(none);
        const bob = personKey(customer('bob'));
        expect(await answer(log.findOpening(bob, 'first'))).to.deep.equal(none);
        expect((await answer(queries.owned(bob, { page: 1, limit: 10 }))).total).to.equal(0);
        const state = await stored(opening());
        const several = together(message(state, { name: 'm1' }));
        const last = together(several, ticketing(several.conversation, { number }));
        expect(await outcomesOf([last])).to.deep.equal(['ticketTaken']);
        expect(await answer(log.findMessage(state.id, ALICE, 'm1'))).to.deep.equal(none);
        expect(await answer(log.load(state.id))).to.deep.equal(some(state));
      });

      it('go to one of many at once, in one batch or in many, and undo no other append', async () => {
        const states: Conversation[] = [];
        for (const _ of times(6)) states.push(await stored(opening()));
        const own = ticket();
        const batch = states.map((state) => ticketing(state, own));
        const free = opening();
        const outcomes = await Promise.all([
          outcomesOf([...batch.slice(0, 3), free]),
          outcomesOf(batch.slice(3)),
        ]);
        const kinds = outcomes.flat();
        expect(kinds.filter((kind) => kind === 'appended')).to.have.length(2);
        expect(kinds.filter((kind) => kind === 'ticketTaken')).to.have.length(5);
        expect(await answer(store().log.load(free.conversation.id))).to.deep.equal(
          some(free.conversation),
        );
      });

      it('are told to be taken only where the seq is not', async () => {
        const own = ticket();
        await stored(ticketing(await stored(opening()), own));
        const state = await stored(opening());
        await stored(message(state));
        expect(await outcomesOf([ticketing(state, own)])).to.deep.equal(['taken']);
      });
    });

    describe('nextTicketSerial', () => {
      it('rises from 1, for each year by itself', async () => {
        const { log } = store();
        for (const serial of [1, 2, 3]) {
          expect(await answer(log.nextTicketSerial(2026))).to.equal(serial);
        }
        expect(await answer(log.nextTicketSerial(2027))).to.equal(1);
        expect(await answer(log.nextTicketSerial(2026))).to.equal(4);
      });

      it('has nothing to do with the numbers of conversations', async () => {
        const { log } = store();
        const first = await answer(log.nextNumber());
        await answer(log.nextTicketSerial(2026));
        await answer(log.skipTicketSerials(2026, 500));
        expect(await answer(log.nextNumber())).to.equal(first + 1);
      });

      it('is never the same twice, for many at once', async () => {
        const { log } = store();
        const serials = await Promise.all(times(100).map(() => answer(log.nextTicketSerial(2026))));
        expect(new Set(serials).size).to.equal(100);
      });

      it('goes on behind what is skipped, and never goes back', async () => {
        const { log } = store();
        await answer(log.skipTicketSerials(2026, 999_999));
        expect(await answer(log.nextTicketSerial(2026))).to.equal(1_000_000);
        await answer(log.skipTicketSerials(2026, 5));
        expect(await answer(log.nextTicketSerial(2026))).to.equal(1_000_001);
        expect(await answer(log.nextTicketSerial(2025))).to.equal(1);
      });
    });

    describe('ownedTickets', () => {
      it('has those alone that have a ticket, latest activity first', async () => {
        const plain = await stored(opening());
        const first = await stored(ticketing(await stored(opening({ at: START })), {}));
        const second = await stored(opening({ ticket: ticket(), at: START + MINUTE }));
        await stored(opening({ owner: customer('bob'), ticket: ticket() }));
        expect(await ownedBy()).to.deep.equal({ items: [second, first], total: 2 });
        const posted = await stored(message(first, { at: START + 2 * MINUTE }));
        expect(await ownedBy()).to.deep.equal({ items: [posted, second], total: 2 });
        const late = await stored(ticketing(plain, {}, undefined, START + 3 * MINUTE));
        expect(await ownedBy()).to.deep.equal({ items: [late, posted, second], total: 3 });
        const closed = await stored(closing(second, null, START + 4 * MINUTE));
        expect((await ownedBy()).items).to.deep.equal([closed, late, posted]);
        await stored(opening({ at: START + 5 * MINUTE }));
        expect(await ownedBy(ALICE, 2, 2)).to.deep.equal({ items: [posted], total: 3 });
        expect(await ownedBy(ALICE, 3, 2)).to.deep.equal({ items: [], total: 3 });
        expect(await ownedBy(personKey(agent('alice')))).to.deep.equal({ items: [], total: 0 });
      });

      it('goes with the owner', async () => {
        const wish = { owner: guest('one'), newcomerUntil: START + MINUTE, ticket: ticket() };
        const state = await stored(opening(wish));
        const moved = await stored(moving(state, guest('two')));
        expect(await ownedBy(personKey(guest('two')))).to.deep.equal({ items: [moved], total: 1 });
        expect(await ownedBy(personKey(guest('one')))).to.deep.equal({ items: [], total: 0 });
      });
    });
  });
};
