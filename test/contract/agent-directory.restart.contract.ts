import { expect } from 'chai';
import { none, some } from 'fp-ts/lib/Option.js';
import { admin, agent } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import type { Restarts } from './conversation-log.restart.contract.js';

/** That staff is known over restarts. Set up as for `describeConversationLogRestartContract`. */
export const describeAgentDirectoryRestartContract = (options: ContractOptions<Restarts>): void => {
  describe(`AgentDirectory over restarts: ${options.name}`, () => {
    const restarts = eachTime(options);

    it('knows whom it knew, as the newest token said', async () => {
      const first = await restarts().restart();
      await answer(first.agents.remember(agent('sarah', ['billing'])));
      await answer(first.agents.remember(agent('tom')));
      const second = await restarts().restart();
      expect(await answer(second.agents.find('sarah'))).to.deep.equal(
        some(agent('sarah', ['billing'])),
      );
      await answer(second.agents.remember(admin('sarah')));
      const third = await restarts().restart();
      expect(await answer(third.agents.find('sarah'))).to.deep.equal(some(admin('sarah')));
      expect(await answer(third.agents.find('tom'))).to.deep.equal(some(agent('tom')));
      expect(await answer(third.agents.find('nobody'))).to.deep.equal(none);
      expect(await answer(third.agents.list(null, 10))).to.have.deep.members([
        admin('sarah'),
        agent('tom'),
      ]);
    });

    it('shows every node whom another has seen, as he was seen last', async () => {
      const one = await restarts().restart();
      const two = await restarts().beside();
      for (const staff of [agent('sarah'), agent('sarah', ['billing']), admin('sarah')]) {
        for (const { agents } of [one, two]) await answer(agents.find('sarah'));
        await answer(one.agents.remember(staff));
        for (const { agents } of [one, two]) {
          expect(await answer(agents.find('sarah'))).to.deep.equal(some(staff));
        }
      }
      await answer(two.agents.remember(agent('sarah')));
      expect(await answer(one.agents.find('sarah'))).to.deep.equal(some(agent('sarah')));
    });
  });
};
