import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import { STORES } from '../../../src/bootstrap/stores.js';
import { heldBy } from '../../../src/domain/failure.js';
import { agent } from '../../support/actors.js';
import { needsStore } from '../../support/bound-stores.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { storedEvents, types } from '../../support/in-memory.js';
import { arena, OWNERS } from './arena.js';

/** Of two agents at once, each time in a conversation of its own. */
const ROUNDS = 200;

for (const name of STORES) {
  describe(`with ${name}`, () => {
    const place = needsStore(name);
    describe(`claims at once on ${name}`, () => {
      const ring = arena(place, []);

      it('have one winner of two, each time, and the other hears who it is', async () => {
        const rounds = Array.from({ length: ROUNDS }, async (_, round) => {
          const owner = OWNERS[round % OWNERS.length];
          const id = await ring.open(owner === undefined ? {} : { owner });
          // As often on one node as on two.
          const [here, there] = ring.nodes;
          const second = round % 4 < 2 ? here : there;
          const answers = await Promise.all([
            here.cases.claimConversation(agent('ann'), id)(),
            second.cases.claimConversation(agent('bob'), id)(),
          ]);
          const winners = answers.filter(isRight).map(({ right }) => right.assignee?.name ?? '');
          expect(winners).to.have.length(1);
          const [loser] = answers.filter((answer) => !isRight(answer));
          if (loser === undefined) throw new Error('nobody lost');
          expect(expectLeft(loser, 'Conflict')).to.deep.equal(heldBy('claimed', winners[0] ?? ''));
          expect(types(await storedEvents(here.store, id))).to.deep.equal(['opened', 'claimed']);
          const state = expectRight(await here.cases.getConversation(agent('ann'), id)());
          expect(state.assignee?.name).to.equal(winners[0]);
        });
        await Promise.all(rounds);
      });

      it('have one winner of fifty', async () => {
        for (const owner of OWNERS) {
          const id = await ring.open({ owner });
          const answers = await Promise.all(
            Array.from({ length: 50 }, (_, index) => {
              const node = ring.nodes[index % 2 === 0 ? 0 : 1];
              return node.cases.claimConversation(agent(`agent-${index}`), id)();
            }),
          );
          const [winner, ...others] = answers.filter(isRight);
          expect(others).to.deep.equal([]);
          const holder = winner?.right.assignee?.name ?? '';
          for (const answer of answers.filter((one) => !isRight(one))) {
            expect(expectLeft(answer, 'Conflict')).to.deep.equal(heldBy('claimed', holder));
          }
          const events = await storedEvents(ring.nodes[0].store, id);
          expect(types(events)).to.deep.equal(['opened', 'claimed']);
        }
      });
    });
  });
}
