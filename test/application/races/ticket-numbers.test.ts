import { expect } from 'chai';
import { STORES } from '../../../src/bootstrap/stores.js';
import type { Ticket } from '../../../src/domain/ticket.js';
import { placeOf } from '../../../src/domain/ticket.js';
import { admin, agent, customer } from '../../support/actors.js';
import { needsStore } from '../../support/bound-stores.js';
import { expectRight } from '../../support/expect-either.js';
import { storedEvents, toStart } from '../../support/in-memory.js';
import { arena } from './arena.js';
import { CONTENT } from './ticket-content.js';

const sarah = agent('sarah');
const root = admin();

/** Tickets that are opened at once, of either way. */
const MANY = 100;

interface Numbered {
  readonly number: string;
  /** Where it stands among those of its year. */
  readonly year: number;
  readonly serial: number;
}

for (const name of STORES) {
  describe(`with ${name}`, () => {
    const place = needsStore(name);
    describe(`numbers of tickets drawn at once on ${name}`, () => {
      const ring = arena(place, [sarah, root]);

      const nodeAt = (index: number) => ring.nodes[index % 2 === 0 ? 0 : 1];

      const setClocks = (here: number, there = here): void => {
        ring.nodes[0].clock.time = here;
        ring.nodes[1].clock.time = there;
      };

      /** Tickets on conversations that stand, and openings with one, on both nodes. */
      const draw = async (): Promise<readonly Numbered[]> => {
        const standing = await Promise.all(
          Array.from({ length: MANY }, () => ring.open({ by: sarah })),
        );
        return drawOn(standing);
      };

      const drawOn = async (
        standing: readonly Awaited<ReturnType<typeof ring.open>>[],
      ): Promise<readonly Numbered[]> => {
        const onStanding = standing.map(async (conversationId, index) => {
          const { cases } = nodeAt(index);
          const by = index % 4 < 2 ? sarah : root;
          return expectRight(await cases.openTicket(by, { conversationId, ...CONTENT })());
        });
        const withOpenings = standing.map(async (_, index) => {
          const wish = toStart({ ticket: CONTENT });
          const { cases } = nodeAt(index);
          const started = expectRight(await cases.startConversation(customer('dora'), wish)());
          return started.conversation;
        });
        const conversations = await Promise.all([...onStanding, ...withOpenings]);
        return Promise.all(
          conversations.map(async ({ id, ticket }, index) => {
            await expectStored(id, ticket, index + 1);
            const number = ticket?.number ?? '';
            return { number, ...(placeOf(number) ?? { year: 0, serial: 0 }) };
          }),
        );
      };

      /** On another node than the one that answered. */
      const expectStored = async (
        id: Parameters<typeof storedEvents>[1],
        ticket: Ticket | null,
        index: number,
      ): Promise<void> => {
        const { cases, store } = nodeAt(index);
        const key = ticket?.number ?? '';
        const found = expectRight(await cases.getTicket(root, { key, address: null })());
        expect([found.id, found.ticket]).to.deep.equal([id, ticket]);
        const opened = (await storedEvents(store, id)).flatMap((event) =>
          event.type === 'ticketOpened' ? [event.number] : [],
        );
        expect(opened).to.deep.equal([key]);
      };

      const expectAllDifferent = (drawn: readonly Numbered[]): void => {
        expect(new Set(drawn.map(({ number }) => number))).to.have.property('size', drawn.length);
        for (const { number } of drawn) expect(number).to.match(/^SMI-\d{4}-\d{6}$/);
      };

      it('are all different, none is lost, and later ones are higher', async () => {
        setClocks(Date.UTC(2026, 5, 1));
        const first = await draw();
        const second = await draw();
        expectAllDifferent([...first, ...second]);
        expect(first).to.have.length(2 * MANY);
        expect(new Set([...first, ...second].map(({ year }) => year))).to.deep.equal(
          new Set([2026]),
        );
        const highest = Math.max(...first.map(({ serial }) => serial));
        expect(Math.min(...second.map(({ serial }) => serial))).to.be.greaterThan(highest);
      });

      it('are all different where only one node’s clock is in the new year', async () => {
        setClocks(Date.UTC(2028, 0, 1) - 1, Date.UTC(2028, 0, 1));
        const drawn = await draw();
        expectAllDifferent(drawn);
        for (const year of [2027, 2028]) {
          expect(drawn.filter((one) => one.year === year)).to.have.length(MANY);
        }
      });

      it('are all different while the year changes, and are of the new one after it', async () => {
        setClocks(Date.UTC(2030, 0, 1) - 1);
        const standing = await Promise.all(
          Array.from({ length: 2 * MANY }, () => ring.open({ by: sarah })),
        );
        const before = drawOn(standing.slice(0, MANY));
        setClocks(Date.UTC(2030, 0, 1));
        const after = drawOn(standing.slice(MANY));
        const [early, late] = await Promise.all([before, after]);
        expectAllDifferent([...early, ...late]);
        for (const { year } of early) expect(year).to.be.oneOf([2029, 2030]);
        expect(new Set(late.map(({ year }) => year))).to.deep.equal(new Set([2030]));
      });
    });
  });
}
