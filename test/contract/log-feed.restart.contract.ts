import { expect } from 'chai';
import { type Append } from '../../src/application/ports/conversation-log.js';
import {
  LOG_START,
  type LogEntry,
  type LogPosition,
} from '../../src/application/ports/log-feed.js';
import type { Store } from '../../src/application/ports/store.js';
import { answer } from '../support/answer.js';
import { message, opening, together } from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { until } from '../support/until.js';
import type { Restarts } from './conversation-log.restart.contract.js';
import { expectWhole, follow } from './log-follower.js';

/**
 * That a position stays one over restarts, and that nothing is skipped while three nodes append. Set up as for
 * `describeConversationLogRestartContract`.
 */
export const describeLogFeedRestartContract = (options: ContractOptions<Restarts>): void => {
  describe(`LogFeed over restarts: ${options.name}`, () => {
    const restarts = eachTime(options);

    const shown = async (
      { feed }: Store,
      position: LogPosition,
      count: number,
    ): Promise<readonly LogEntry[]> => {
      let entries: readonly LogEntry[] = [];
      await until(async () => (entries = await answer(feed.after(position, 100))).length >= count);
      expect(entries).to.have.length(count);
      return entries;
    };

    it('goes on where its reader was, with what was appended since', async () => {
      const first = opening();
      const before = await restarts().restart();
      await answer(before.log.append([first]));
      const [start] = await shown(before, LOG_START, 2);
      const next = message(first.conversation);
      const after = await restarts().restart();
      await answer(after.log.append([next]));
      const rest = await shown(after, start?.position ?? LOG_START, 2);
      expect(rest.map(({ event }) => event)).to.deep.equal(together(first, next).events.slice(1));
      const later = await restarts().restart();
      expect(await shown(later, LOG_START, 3)).to.deep.equal([start, ...rest]);
    });

    it('shows everything once to one who reads at one node while others append', async () => {
      const reader = await restarts().restart();
      const writers = [await restarts().beside(), await restarts().beside(), reader];
      const wholes: Append[] = [];
      const write = async ({ log }: Store): Promise<void> => {
        let whole = opening();
        await answer(log.append([whole]));
        for (let n = 0; n < 15; n += 1) {
          const append = message(whole.conversation);
          await answer(log.append([append]));
          whole = together(whole, append);
        }
        wholes.push(whole);
      };
      const writing = Promise.all([...writers, ...writers].map(write));
      expectWhole(await follow(reader.feed, writing), wholes);
    });
  });
};
