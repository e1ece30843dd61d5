import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import { STORES } from '../../../src/bootstrap/stores.js';
import { admin, agent } from '../../support/actors.js';
import { needsStore } from '../../support/bound-stores.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { storedEvents, toSend, types } from '../../support/in-memory.js';
import { arena, rounds } from './arena.js';

const sarah = agent('sarah');
const root = admin();

const ROUNDS = 30;

for (const name of STORES) {
  describe(`with ${name}`, () => {
    const place = needsStore(name);
    describe(`endings at once on ${name}`, () => {
      const ring = arena(place, [sarah, root]);

      it('keep what was acknowledged and nothing else, of a close against messages', async () => {
        await rounds(ROUNDS, async (owner) => {
          const id = await ring.open({ owner, by: sarah });
          const [here, there] = ring.nodes;
          const [closed, ...sent] = await Promise.all([
            here.cases.closeConversation(sarah, { conversationId: id, note: null })(),
            there.cases.sendMessage(owner, toSend(id, { text: 'of the owner' }))(),
            there.cases.sendMessage(sarah, toSend(id, { text: 'of the assignee' }))(),
            here.cases.sendMessage(owner, toSend(id, { text: 'of the owner, here' }))(),
          ]);
          expectRight(closed);
          for (const answer of sent) if (!isRight(answer)) expectLeft(answer, 'ConversationClosed');
          const events = await storedEvents(here.store, id);
          const kept = events.flatMap((event) =>
            event.type === 'messagePosted' ? [event.id] : [],
          );
          expect(kept).to.have.members(sent.filter(isRight).map(({ right }) => right.message.id));
          expect(types(events).at(-1)).to.equal('closed');
          expect(types(events).filter((type) => type === 'closed')).to.have.length(1);
        });
      });

      it('close once, whoever closes', async () => {
        await rounds(ROUNDS, async (owner) => {
          const id = await ring.open({ owner, by: sarah });
          const closings = [sarah, root, sarah, root].map((by, index) => {
            const node = ring.nodes[index < 2 ? 0 : 1];
            return node.cases.closeConversation(by, { conversationId: id, note: null })();
          });
          for (const answer of await Promise.all(closings)) {
            expect(expectRight(answer).status).to.equal('closed');
          }
          const events = await storedEvents(ring.nodes[0].store, id);
          expect(types(events)).to.deep.equal(['opened', 'claimed', 'closed']);
        });
      });

      it('are rated once', async () => {
        await rounds(ROUNDS, async (owner) => {
          const id = await ring.open({ owner, by: sarah, closed: true });
          const ratings = [1, 2, 3, 4].map((stars) => {
            const node = ring.nodes[stars < 3 ? 0 : 1];
            return node.cases.rateConversation(owner, {
              conversationId: id,
              stars,
              feedback: null,
            })();
          });
          const answers = await Promise.all(ratings);
          const [winner, ...others] = answers.filter(isRight);
          expect(others).to.deep.equal([]);
          for (const answer of answers) if (!isRight(answer)) expectLeft(answer, 'AlreadyRated');
          const state = expectRight(await ring.nodes[1].cases.getConversation(root, id)());
          expect(state.rating).to.deep.equal(winner?.right.rating);
          const events = await storedEvents(ring.nodes[0].store, id);
          expect(types(events)).to.deep.equal(['opened', 'claimed', 'closed', 'rated']);
        });
      });
    });
  });
}
