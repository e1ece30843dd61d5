import { mongoStore } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import { describeAgentDirectory } from '../../../../contract/agent-directory.contract.js';
import { describeAgentDirectoryOverRestarts } from '../../../../contract/agent-directory.restart.contract.js';
import { describeConversationLog } from '../../../../contract/conversation-log.contract.js';
import { describeConversationLogOverRestarts } from '../../../../contract/conversation-log.restart.contract.js';
import { describeConversationQueries } from '../../../../contract/conversation-queries.contract.js';
import { describeConversationQueriesOverRestarts } from '../../../../contract/conversation-queries.restart.contract.js';
import { describeLogFeed } from '../../../../contract/log-feed.contract.js';
import { describeLogFeedOverRestarts } from '../../../../contract/log-feed.restart.contract.js';
import { describeStore } from '../../../../contract/store.contract.js';
import {
  needsMongodb,
  needsReplicaSetOf,
  reusing,
} from '../../../../services/mongodb/needs-mongodb.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { storeFixtures } from '../../../../support/store-fixtures.js';

const SETS = { 'a set of one': needsMongodb, 'a set of three': () => needsReplicaSetOf(3) };

for (const [members, needsSet] of Object.entries(SETS)) {
  describe(`the MongoDB store on ${members}`, () => {
    const database = reusing(needsSet);
    const { open, restarts, leftOpen } = storeFixtures(() => {
      const { uri, drop } = database();
      return { open: () => mongoStore({ uri, logger: silentLogger }), remove: drop };
    });

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
}
