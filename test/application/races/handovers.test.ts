import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import { STORES } from '../../../src/bootstrap/stores.js';
import { heldBy } from '../../../src/domain/failure.js';
import { admin, agent } from '../../support/actors.js';
import { needsStore } from '../../support/bound-stores.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { storedEvents, toSend, types } from '../../support/in-memory.js';
import { arena, rounds } from './arena.js';

const sarah = agent('sarah');
const [ann, bob] = [agent('ann'), agent('bob')];
const root = admin();

const ROUNDS = 30;

for (const name of STORES) {
  describe(`with ${name}`, () => {
    const place = needsStore(name);
    describe(`handovers at once on ${name}`, () => {
      const ring = arena(place, [sarah, ann, bob, root]);

      it('by who has it: one counts, and the other hears whose it is by then', async () => {
        await rounds(ROUNDS, async (owner) => {
          const conversationId = await ring.open({ owner, by: sarah });
          const answers = await Promise.all(
            [ann, bob].map(({ id: agentId }, index) =>
              ring.nodes[index === 0 ? 0 : 1].cases.handOverConversation(sarah, {
                conversationId,
                agentId,
                reason: null,
              })(),
            ),
          );
          const [winner, ...others] = answers.filter(isRight);
          expect(others).to.deep.equal([]);
          const holder = winner?.right.assignee?.name ?? '';
          for (const answer of answers.filter((one) => !isRight(one))) {
            expect(expectLeft(answer, 'Conflict')).to.deep.equal(heldBy('notAssignee', holder));
          }
          const state = expectRight(
            await ring.nodes[0].cases.getConversation(root, conversationId)(),
          );
          expect([state.assignee?.name, state.epoch]).to.deep.equal([holder, 2]);
        });
      });

      it('by admins: each counts, and the last in the log has it', async () => {
        await rounds(ROUNDS, async (owner) => {
          const conversationId = await ring.open({ owner, by: sarah });
          const answers = await Promise.all(
            [ann, bob].map(({ id: agentId }, index) =>
              ring.nodes[index === 0 ? 0 : 1].cases.handOverConversation(root, {
                conversationId,
                agentId,
                reason: null,
              })(),
            ),
          );
          for (const answer of answers) expectRight(answer);
          const events = await storedEvents(ring.nodes[0].store, conversationId);
          expect(types(events)).to.deep.equal(['opened', 'claimed', 'handedOver', 'handedOver']);
          const last = events.at(-1);
          const state = expectRight(
            await ring.nodes[1].cases.getConversation(root, conversationId)(),
          );
          expect(last?.type === 'handedOver' && last.assignee.id).to.equal(state.assignee?.id);
        });
      });

      it('against replies of who had it: one after it is refused with the new owner’s name', async () => {
        await rounds(ROUNDS, async (owner) => {
          const conversationId = await ring.open({ owner, by: sarah });
          const [here, there] = ring.nodes;
          const [given, ...replies] = await Promise.all([
            here.cases.handOverConversation(sarah, {
              conversationId,
              agentId: 'bob',
              reason: null,
            })(),
            here.cases.sendMessage(sarah, toSend(conversationId, { text: 'here' }))(),
            there.cases.sendMessage(sarah, toSend(conversationId, { text: 'there' }))(),
          ]);
          expectRight(given);
          const events = await storedEvents(here.store, conversationId);
          const handover = events.findIndex(({ type }) => type === 'handedOver');
          expect(handover).to.be.greaterThan(0);
          expect(types(events.slice(handover + 1))).to.deep.equal([]);
          const kept = events.flatMap((event) =>
            event.type === 'messagePosted' ? [event.id] : [],
          );
          expect(kept).to.have.members(
            replies.filter(isRight).map(({ right }) => right.message.id),
          );
          for (const answer of replies.filter((one) => !isRight(one))) {
            expect(expectLeft(answer, 'Conflict')).to.deep.equal(heldBy('notAssignee', 'bob'));
          }
          const late = await there.cases.sendMessage(sarah, toSend(conversationId))();
          expect(expectLeft(late, 'Conflict')).to.deep.equal(heldBy('notAssignee', 'bob'));
        });
      });
    });
  });
}
