import { expect } from 'chai';
import { personKey } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import { customer } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { message, note, opening, START } from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import type { Restarts } from './conversation-log.restart.contract.js';
import { textOf } from '../support/text-of.js';

const ALICE = personKey(customer('alice'));

/** That lists are the same after a restart. Set up as for `describeConversationLogRestartContract`. */
export const describeConversationQueriesRestartContract = (
  options: ContractOptions<Restarts>,
): void => {
  describe(`ConversationQueries over restarts: ${options.name}`, () => {
    const restarts = eachTime(options);

    it('lists what it listed, in the same order', async () => {
      const { log, queries } = await restarts().restart();
      const states: Conversation[] = [];
      for (let n = 0; n < 6; n += 1) {
        const opened = opening({ at: START + n });
        await answer(log.append([opened]));
        states.push(opened.conversation);
      }
      await answer(log.append(states.map((state, n) => message(state, { at: START + 100 - n }))));
      const pages = [1, 2, 3, 4].map((page) => ({ page, limit: 2 }));
      const before = await Promise.all(pages.map((page) => answer(queries.owned(ALICE, page))));
      expect(before.map(({ items, total }) => [items.length, total])).to.deep.equal([
        [2, 6],
        [2, 6],
        [2, 6],
        [0, 6],
      ]);
      const next = await restarts().restart();
      const after = await Promise.all(pages.map((page) => answer(next.queries.owned(ALICE, page))));
      expect(after).to.deep.equal(before);
    });

    it('keeps the place of each message, and counts on', async () => {
      const first = opening({ text: 'one' });
      const noted = note(first.conversation);
      const second = message(noted.conversation, { text: 'two' });
      const third = message(second.conversation, { text: 'three' });
      for (const append of [first, noted, second, third]) {
        const { log } = await restarts().restart();
        expect(await answer(log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
      }
      const { queries } = await restarts().restart();
      const texts = (await answer(queries.messages(first.conversation.id, 2, 10))).map(textOf);
      expect(texts).to.deep.equal(['two', 'three']);
    });

    it('shows every node what another was told is stored, whatever it has shown before', async () => {
      const nodes = [await restarts().restart(), await restarts().beside()] as const;
      const page = { page: 1, limit: 10 };
      let last = opening();
      const { id } = last.conversation;
      for (const { log } of [...nodes, ...nodes]) {
        expect(await answer(log.append([last]))).to.deep.equal([{ kind: 'appended' }]);
        const { conversation } = last;
        for (const { queries } of nodes) {
          const owned = await answer(queries.owned(ALICE, page));
          expect(owned).to.deep.equal({ items: [conversation], total: 1 });
          const messages = await answer(queries.messages(id, 1, 10));
          expect(messages).to.have.length(conversation.messageCount);
        }
        last = message(conversation);
      }
    });
  });
};
