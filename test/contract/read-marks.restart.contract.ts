import { expect } from 'chai';
import { personKey } from '../../src/domain/actor.js';
import { customer } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { first, later, readConversation, reading } from '../support/read-marks.js';
import type { Restarts } from './conversation-log.restart.contract.js';

const id = readConversation(1);

/** That read marks are there after a restart, and for every node. Set up as for `describeConversationLogRestartContract`. */
export const describeReadMarksRestartContract = (options: ContractOptions<Restarts>): void => {
  describe(`ReadMarks over restarts: ${options.name}`, () => {
    const restarts = eachTime(options);

    it('finds each as it was set first', async () => {
      const node = await restarts().restart();
      const marks = [reading(2), reading(5), reading(9)];
      await answer(node.reads.mark(marks));
      const again = await restarts().restart();
      expect(await answer(again.reads.within(id, 1, 100))).to.deep.equal(marks);
      const other = reading(5, { by: personKey(customer('bob')), at: 1 });
      expect(await answer(again.reads.mark([other]))).to.deep.equal([later(reading(5))]);
      const third = await restarts().restart();
      expect(await answer(third.reads.within(id, 5, 8))).to.deep.equal([reading(5)]);
    });

    it('shows every node what another has set', async () => {
      const [here, there] = [await restarts().restart(), await restarts().beside()];
      expect(await answer(there.reads.within(id, 1, 9))).to.deep.equal([]);
      for (const [n, node] of [here, there, here, there].entries()) {
        const own = reading(n + 1);
        expect(await answer(node.reads.mark([own]))).to.deep.equal([first(own)]);
        for (const other of [here, there]) {
          const again = reading(n + 1, { by: personKey(customer('bob')) });
          expect(await answer(other.reads.mark([again]))).to.deep.equal([later(own)]);
          expect(await answer(other.reads.within(id, n + 1, n + 1))).to.deep.equal([own]);
        }
      }
    });

    it('has one first of many at once on two nodes, for each message', async () => {
      const nodes = [await restarts().restart(), await restarts().beside()] as const;
      const readings = Array.from({ length: 40 }, (_, n) =>
        reading(1 + (n % 4), { by: personKey(customer(`reader ${n}`)), at: n }),
      );
      const outcomes = await Promise.all(
        readings.map(async (one, n) => {
          const [outcome] = await answer(nodes[n % 3 === 0 ? 0 : 1].reads.mark([one]));
          if (outcome === undefined) throw new Error('a reading has an outcome');
          return { one, ...outcome };
        }),
      );
      const firsts = outcomes.filter(({ isFirst }) => isFirst);
      expect(firsts.map(({ mark }) => mark)).to.deep.equal(firsts.map(({ one }) => one));
      const marks = firsts.map(({ mark }) => mark).sort((a, b) => a.seq - b.seq);
      expect(marks.map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4]);
      for (const { one, mark } of outcomes) expect(mark).to.deep.equal(marks[one.seq - 1]);
      for (const node of nodes) {
        expect(await answer(node.reads.within(id, 1, 9))).to.deep.equal(marks);
      }
    });
  });
};
