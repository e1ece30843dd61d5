import { expect } from 'chai';
import { type Either, isRight } from 'fp-ts/lib/Either.js';
import { STORES } from '../../../src/bootstrap/stores.js';
import type { Staff } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { conflict, type Failure, heldBy } from '../../../src/domain/failure.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { admin, agent, customer } from '../../support/actors.js';
import { needsStore } from '../../support/bound-stores.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { type InMemory, storedEvents, toStart, types } from '../../support/in-memory.js';
import { arena, OWNERS, rounds } from './arena.js';
import { CONTENT } from './ticket-content.js';

const sarah = agent('sarah');
const bob = agent('bob');
const root = admin();

/** Of two at once, for each owner: 200 in all. */
const PAIRS = 100;
const ROUNDS = 30;

type Outcome = Promise<Either<Failure, Conversation>>;

const open = (node: InMemory, by: Staff, conversationId: ConversationId) =>
  node.cases.openTicket(by, { conversationId, ...CONTENT })();

for (const name of STORES) {
  describe(`with ${name}`, () => {
    const place = needsStore(name);
    describe(`tickets at once on ${name}`, () => {
      const ring = arena(place, [sarah, bob, root]);

      const expectOneTicket = async (id: ConversationId, winner: Conversation | undefined) => {
        const [here, there] = ring.nodes;
        const events = await storedEvents(here.store, id);
        expect(types(events)).to.deep.equal(['opened', 'claimed', 'ticketOpened']);
        const number = winner?.ticket?.number ?? '';
        for (const node of [here, there]) {
          const found = expectRight(
            await node.cases.getTicket(root, { key: number, address: null })(),
          );
          expect([found.id, found.ticket]).to.deep.equal([id, winner?.ticket]);
        }
      };

      it('have one winner of two, each time, and the other hears that there is one', async () => {
        await rounds(PAIRS, async (owner, round) => {
          const id = await ring.open({ owner, by: sarah });
          // As often on one node as on two.
          const [here, there] = ring.nodes;
          const answers = await Promise.all([
            open(here, sarah, id),
            open(round % 4 < 2 ? here : there, root, id),
          ]);
          const [winner, ...others] = answers.filter(isRight);
          expect(others).to.deep.equal([]);
          for (const answer of answers.filter((one) => !isRight(one))) {
            expect(expectLeft(answer, 'Conflict')).to.deep.equal(conflict('ticket'));
          }
          await expectOneTicket(id, winner?.right);
        });
      });

      it('have one winner of fifty', async () => {
        for (const owner of OWNERS) {
          const id = await ring.open({ owner, by: sarah });
          const answers = await Promise.all(
            Array.from({ length: 50 }, (_, index) =>
              open(ring.nodes[index % 2 === 0 ? 0 : 1], index % 3 === 0 ? sarah : root, id),
            ),
          );
          const [winner, ...others] = answers.filter(isRight);
          expect(others).to.deep.equal([]);
          for (const answer of answers.filter((one) => !isRight(one))) {
            expect(expectLeft(answer, 'Conflict')).to.deep.equal(conflict('ticket'));
          }
          await expectOneTicket(id, winner?.right);
        }
      });

      it('stand before a close, or are refused as closed', async () => {
        await rounds(ROUNDS, async (owner, round) => {
          const conversationId = await ring.open({ owner, by: sarah });
          const [here, there] = ring.nodes;
          const closing = (): Outcome =>
            here.cases.closeConversation(sarah, { conversationId, note: null })();
          const ticketing = (): Outcome => open(round % 4 < 2 ? here : there, root, conversationId);
          // Either is called first as often as the other.
          const inOrder = round % 2 === 0 ? [closing, ticketing] : [ticketing, closing];
          const answers = await Promise.all(inOrder.map((run) => run()));
          const [closed, ticketed] = round % 2 === 0 ? answers : answers.toReversed();
          if (closed === undefined || ticketed === undefined) throw new Error('two were asked');
          expectRight(closed);
          if (!isRight(ticketed)) expectLeft(ticketed, 'ConversationClosed');
          const events = await storedEvents(here.store, conversationId);
          const kept = isRight(ticketed) ? ['ticketOpened'] : [];
          expect(types(events)).to.deep.equal(['opened', 'claimed', ...kept, 'closed']);
        });
      });

      it('of who had it stand before a handover, or are refused with the new owner’s name', async () => {
        await rounds(ROUNDS, async (owner, round) => {
          const conversationId = await ring.open({ owner, by: sarah });
          const [here, there] = ring.nodes;
          const [given, ticketed] = await Promise.all([
            here.cases.handOverConversation(round % 2 === 0 ? root : sarah, {
              conversationId,
              agentId: bob.id,
              reason: null,
            })(),
            open(round % 4 < 2 ? here : there, sarah, conversationId),
          ]);
          expectRight(given);
          if (!isRight(ticketed)) {
            expect(expectLeft(ticketed, 'Conflict')).to.deep.equal(heldBy('notAssignee', 'bob'));
          }
          const events = await storedEvents(here.store, conversationId);
          const kept = isRight(ticketed) ? ['ticketOpened'] : [];
          expect(types(events)).to.deep.equal(['opened', 'claimed', ...kept, 'handedOver']);
        });
      });

      it('of an opening that is tried again at once are one, as is the conversation', async () => {
        const tries = Array.from({ length: ROUNDS }, async (_, round) => {
          const owner = customer(`carol-${round}`);
          const wish = toStart({
            message: { text: 'It failed', kind: 'text', clientMessageId: 'first' },
            ticket: CONTENT,
          });
          const answers = await Promise.all(
            [0, 1, 0, 1].map((node) =>
              ring.nodes[node === 0 ? 0 : 1].cases.startConversation(owner, wish)(),
            ),
          );
          const opened = answers.map((answer) => expectRight(answer));
          expect(opened.filter(({ fresh }) => fresh)).to.have.length(1);
          const [conversation] = opened.map((one) => one.conversation);
          for (const one of opened) {
            expect(one.conversation.id).to.equal(conversation?.id);
            expect(one.conversation.ticket).to.deep.equal(conversation?.ticket);
          }
          for (const { cases } of ring.nodes) {
            const page = { page: 1, limit: 10 };
            const own = expectRight(await cases.listOwnConversations(owner, page)());
            expect(own.items.map(({ id }) => id)).to.deep.equal([conversation?.id]);
            const tickets = expectRight(await cases.listOwnTickets(owner, page)());
            expect(tickets.items.map(({ ticket }) => ticket)).to.deep.equal([conversation?.ticket]);
          }
        });
        await Promise.all(tries);
      });
    });
  });
}
