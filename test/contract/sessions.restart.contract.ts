import { expect } from 'chai';
import { none, some } from 'fp-ts/lib/Option.js';
import { SESSION_TIME } from '../../src/application/ports/sessions.js';
import { answer } from '../support/answer.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { joined, session } from '../support/sessions.js';
import type { Restarts } from './conversation-log.restart.contract.js';

/** That sessions are there after a restart, and for every node. Set up as for `describeConversationLogRestartContract`. */
export const describeSessionsRestartContract = (options: ContractOptions<Restarts>): void => {
  describe(`Sessions over restarts: ${options.name}`, () => {
    const restarts = eachTime(options);

    it('finds each as it was saved last, as long as it has time', async () => {
      const now = Date.now();
      const first = await restarts().restart();
      const [one, two] = [session(joined(1)), session(joined(2, { name: 'alias' }))];
      await answer(first.sessions.save([{ key: 'one', session: session() }], now));
      await answer(
        first.sessions.save(
          [
            { key: 'one', session: one },
            { key: 'two', session: two },
          ],
          now,
        ),
      );
      const second = await restarts().restart();
      expect(await answer(second.sessions.find('one', now + SESSION_TIME - 1))).to.deep.equal(
        some(one),
      );
      await answer(second.sessions.save([{ key: 'one', session: two }], now + SESSION_TIME / 2));
      const third = await restarts().restart();
      expect(await answer(third.sessions.find('one', now + SESSION_TIME))).to.deep.equal(some(two));
      expect(await answer(third.sessions.find('two', now + SESSION_TIME - 1))).to.deep.equal(
        some(two),
      );
      expect(await answer(third.sessions.find('two', now + SESSION_TIME))).to.deep.equal(none);
      expect(await answer(third.sessions.find('three', now))).to.deep.equal(none);
    });

    it('shows every node what another has saved', async () => {
      const now = Date.now();
      const nodes = [await restarts().restart(), await restarts().beside()] as const;
      for (const [n, { sessions }] of [...nodes, ...nodes].entries()) {
        await answer(sessions.save([{ key: 'key', session: session(joined(n)) }], now));
        for (const node of nodes) {
          expect(await answer(node.sessions.find('key', now))).to.deep.equal(
            some(session(joined(n))),
          );
        }
      }
    });
  });
};
