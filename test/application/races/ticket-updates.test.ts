import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import { STORES } from '../../../src/bootstrap/stores.js';
import type { Client, Staff } from '../../../src/domain/actor.js';
import type { TicketUpdated } from '../../../src/domain/conversation-event.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { admin, agent } from '../../support/actors.js';
import { needsStore } from '../../support/bound-stores.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { storedEvents, types } from '../../support/in-memory.js';
import { arena, rounds } from './arena.js';
import { CONTENT } from './ticket-content.js';

const sarah = agent('sarah');
const root = admin();

const ROUNDS = 30;

for (const name of STORES) {
  describe(`with ${name}`, () => {
    const place = needsStore(name);
    describe(`updates of tickets at once on ${name}`, () => {
      const ring = arena(place, [sarah, root]);

      const ticketed = async (
        owner: Client,
      ): Promise<{ readonly conversationId: ConversationId; readonly key: string }> => {
        const conversationId = await ring.open({ owner, by: sarah });
        const opening = ring.nodes[0].cases.openTicket(sarah, { conversationId, ...CONTENT });
        const { ticket } = expectRight(await opening());
        return { conversationId, key: ticket.number };
      };

      const updatesOf = async (id: ConversationId): Promise<readonly TicketUpdated[]> =>
        (await storedEvents(ring.nodes[0].store, id)).flatMap((event) =>
          event.type === 'ticketUpdated' ? [event] : [],
        );

      const ticketOf = async (id: ConversationId, by: Staff = root) =>
        expectRight(await ring.nodes[1].cases.getConversation(by, id)()).ticket;

      it('stand before a close, or are refused as closed', async () => {
        await rounds(ROUNDS, async (owner, round) => {
          const { conversationId, key } = await ticketed(owner);
          const [here, there] = ring.nodes;
          const closing = here.cases.closeConversation(sarah, { conversationId, note: null });
          const early = round % 2 === 0 ? [closing()] : [];
          const updates = [
            here.cases.updateTicket(sarah, { key, status: 'resolved', priority: null })(),
            there.cases.updateTicket(root, { key, status: null, priority: 'urgent' })(),
          ];
          const late = round % 2 === 0 ? [] : [closing()];
          for (const closed of await Promise.all([...early, ...late])) expectRight(closed);
          const answers = await Promise.all(updates);
          for (const answer of answers) {
            if (!isRight(answer)) expectLeft(answer, 'ConversationClosed');
          }
          const kept = (await updatesOf(conversationId)).map(({ by }) => by.id);
          const acknowledged = [sarah, root].filter((_, index) => {
            const answer = answers[index];
            return answer !== undefined && isRight(answer);
          });
          expect(kept).to.have.members(acknowledged.map(({ id }) => id));
          const events = await storedEvents(here.store, conversationId);
          expect(types(events)).to.deep.equal([
            'opened',
            'claimed',
            'ticketOpened',
            ...kept.map(() => 'ticketUpdated'),
            'closed',
          ]);
          const now = await ticketOf(conversationId);
          expect([now?.status, now?.priority]).to.deep.equal([
            kept.includes(sarah.id) ? 'resolved' : 'open',
            kept.includes(root.id) ? 'urgent' : 'medium',
          ]);
        });
      });

      it('of status and of priority both count', async () => {
        await rounds(ROUNDS, async (owner) => {
          const { conversationId, key } = await ticketed(owner);
          const [here, there] = ring.nodes;
          const answers = await Promise.all([
            here.cases.updateTicket(sarah, { key, status: 'resolved', priority: null })(),
            there.cases.updateTicket(root, { key, status: null, priority: 'urgent' })(),
          ]);
          for (const answer of answers) expectRight(answer);
          expect(await updatesOf(conversationId)).to.have.length(2);
          const now = await ticketOf(conversationId);
          expect([now?.status, now?.priority]).to.deep.equal(['resolved', 'urgent']);
        });
      });

      it('of one thing each count, and the last in the log is how it stays', async () => {
        await rounds(ROUNDS, async (owner) => {
          const { conversationId, key } = await ticketed(owner);
          const [here, there] = ring.nodes;
          const wishes = ['in_progress', 'resolved', 'closed'] as const;
          const answers = await Promise.all(
            wishes.map((status, index) =>
              (index === 1 ? there : here).cases.updateTicket(index === 0 ? sarah : root, {
                key,
                status,
                priority: null,
              })(),
            ),
          );
          // Each hears of its own, whatever came after it.
          expect(answers.map((answer) => expectRight(answer).ticket.status)).to.deep.equal(wishes);
          const kept = await updatesOf(conversationId);
          expect(kept.map(({ status }) => status)).to.have.members(wishes);
          const last = kept.at(-1);
          const now = await ticketOf(conversationId);
          expect([now?.status, now?.updatedAt]).to.deep.equal([last?.status, last?.at]);
        });
      });
    });
  });
}
