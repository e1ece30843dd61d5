import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sqliteStore } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import { expectWhole, follow } from '../../../../contract/log-follower.js';
import { answer } from '../../../../support/answer.js';
import { opening, together } from '../../../../support/appends.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { temporaryFolder } from '../../../../support/temporary-folder.js';

const WORKER = new URL('./appending-worker.js', import.meta.url);

describe('the feed of a SQLite file', () => {
  it('shows everything once while several threads append at the same time', async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'switchboard.db');
    const store = await sqliteStore({ file, logger: silentLogger });
    try {
      const openings = [opening(), opening(), opening(), opening()];
      await answer(store.log.append(openings));
      const write = async (first: Append): Promise<Append> => {
        const workerData = { file, state: first.conversation, count: 50 };
        const [rest] = (await once(new Worker(WORKER, { workerData }), 'message')) as [Append];
        return together(first, rest);
      };
      const writing = Promise.all(openings.map(write));
      const entries = await follow(store.feed, writing);
      expectWhole(entries, await writing);
    } finally {
      await store.close();
      folder.remove();
    }
  });
});
