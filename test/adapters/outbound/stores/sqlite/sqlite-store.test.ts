import { join } from 'node:path';
import { sqliteStore } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import type { Store } from '../../../../../src/application/ports/store.js';
import { describeAgentDirectory } from '../../../../contract/agent-directory.contract.js';
import { describeAgentDirectoryOverRestarts } from '../../../../contract/agent-directory.restart.contract.js';
import { describeConversationLog } from '../../../../contract/conversation-log.contract.js';
import {
  describeConversationLogOverRestarts,
  type Restarts,
} from '../../../../contract/conversation-log.restart.contract.js';
import { describeConversationQueries } from '../../../../contract/conversation-queries.contract.js';
import { describeConversationQueriesOverRestarts } from '../../../../contract/conversation-queries.restart.contract.js';
import { describeLogFeed } from '../../../../contract/log-feed.contract.js';
import { describeLogFeedOverRestarts } from '../../../../contract/log-feed.restart.contract.js';
import { describeStore } from '../../../../contract/store.contract.js';
import type { Fixture } from '../../../../support/fixture.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { temporaryFolder } from '../../../../support/temporary-folder.js';

const inFolder = (path: string): Promise<Store> =>
  sqliteStore({ file: join(path, 'switchboard.db'), logger: silentLogger });

const open = async <Adapter>(part: (store: Store) => Adapter): Promise<Fixture<Adapter>> => {
  const folder = temporaryFolder();
  const store = await inFolder(folder.path);
  const teardown = async (): Promise<void> => {
    await store.close();
    folder.remove();
  };
  return { adapter: part(store), teardown };
};

const restarts = (): Fixture<Restarts> => {
  const folder = temporaryFolder();
  const stores: Store[] = [];
  const closeAll = async (): Promise<void> => {
    for (const store of stores.splice(0)) await store.close();
  };
  const beside = async (): Promise<Store> => {
    const store = await inFolder(folder.path);
    stores.push(store);
    return store;
  };
  const restart = async (): Promise<Store> => {
    await closeAll();
    return beside();
  };
  const teardown = async (): Promise<void> => {
    await closeAll();
    folder.remove();
  };
  return { adapter: { restart, beside }, teardown };
};

/** For cases that close the store themselves. */
const leftOpen = async (): Promise<Fixture<Store>> => {
  const folder = temporaryFolder();
  return { adapter: await inFolder(folder.path), teardown: folder.remove };
};

describeStore('sqlite', { setup: leftOpen });
describeConversationLog('sqlite', { setup: () => open(({ log }) => log) });
describeConversationQueries('sqlite', { setup: () => open((store) => store) });
describeLogFeed('sqlite', { setup: () => open((store) => store) });
describeAgentDirectory('sqlite', { setup: () => open(({ agents }) => agents) });

describeConversationLogOverRestarts('sqlite', { setup: restarts });
describeConversationQueriesOverRestarts('sqlite', { setup: restarts });
describeLogFeedOverRestarts('sqlite', { setup: restarts });
describeAgentDirectoryOverRestarts('sqlite', { setup: restarts });
