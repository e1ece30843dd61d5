import { mongoStore } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
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
import { needsMongodb } from '../../../../services/mongodb/needs-mongodb.js';
import type { Fixture } from '../../../../support/fixture.js';
import { silentLogger } from '../../../../support/fixed-ports.js';

describe('the MongoDB store', () => {
  const fresh = needsMongodb();

  const openIn = ({ uri }: { readonly uri: string }): Promise<Store> =>
    mongoStore({ uri, logger: silentLogger });

  const open = async <Adapter>(part: (store: Store) => Adapter): Promise<Fixture<Adapter>> => {
    const database = fresh();
    const store = await openIn(database);
    const teardown = async (): Promise<void> => {
      await store.close();
      await database.drop();
    };
    return { adapter: part(store), teardown };
  };

  const restarts = (): Fixture<Restarts> => {
    const database = fresh();
    const stores: Store[] = [];
    const closeAll = async (): Promise<void> => {
      for (const store of stores.splice(0)) await store.close();
    };
    const beside = async (): Promise<Store> => {
      const store = await openIn(database);
      stores.push(store);
      return store;
    };
    const restart = async (): Promise<Store> => {
      await closeAll();
      return beside();
    };
    const teardown = async (): Promise<void> => {
      await closeAll();
      await database.drop();
    };
    return { adapter: { restart, beside }, teardown };
  };

  /** For cases that close the store themselves. */
  const leftOpen = async (): Promise<Fixture<Store>> => {
    const database = fresh();
    return { adapter: await openIn(database), teardown: database.drop };
  };

  describeStore('mongodb', { setup: leftOpen });
  describeConversationLog('mongodb', { setup: () => open(({ log }) => log) });
  describeConversationQueries('mongodb', { setup: () => open((store) => store) });
  describeLogFeed('mongodb', { setup: () => open((store) => store) });
  describeAgentDirectory('mongodb', { setup: () => open(({ agents }) => agents) });

  describeConversationLogOverRestarts('mongodb', { setup: restarts });
  describeConversationQueriesOverRestarts('mongodb', { setup: restarts });
  describeLogFeedOverRestarts('mongodb', { setup: restarts });
  describeAgentDirectoryOverRestarts('mongodb', { setup: restarts });
});
