import { join } from 'node:path';
import { sqliteStore } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import { describeAgentDirectory } from '../../../../contract/agent-directory.contract.js';
import { describeAgentDirectoryOverRestarts } from '../../../../contract/agent-directory.restart.contract.js';
import { describeConversationLog } from '../../../../contract/conversation-log.contract.js';
import { describeConversationLogOverRestarts } from '../../../../contract/conversation-log.restart.contract.js';
import { describeConversationQueries } from '../../../../contract/conversation-queries.contract.js';
import { describeConversationQueriesOverRestarts } from '../../../../contract/conversation-queries.restart.contract.js';
import { describeLogFeed } from '../../../../contract/log-feed.contract.js';
import { describeLogFeedOverRestarts } from '../../../../contract/log-feed.restart.contract.js';
import { describeStore } from '../../../../contract/store.contract.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { storeFixtures } from '../../../../support/store-fixtures.js';
import { temporaryFolder } from '../../../../support/temporary-folder.js';

const { open, restarts, leftOpen } = storeFixtures(() => {
  const { path, remove } = temporaryFolder();
  const file = join(path, 'switchboard.db');
  return { open: () => sqliteStore({ file, logger: silentLogger }), remove };
});

describeStore('sqlite', { setup: leftOpen });
describeConversationLog('sqlite', { setup: () => open(({ log }) => log) });
describeConversationQueries('sqlite', { setup: () => open((store) => store) });
describeLogFeed('sqlite', { setup: () => open((store) => store) });
describeAgentDirectory('sqlite', { setup: () => open(({ agents }) => agents) });

describeConversationLogOverRestarts('sqlite', { setup: restarts });
describeConversationQueriesOverRestarts('sqlite', { setup: restarts });
describeLogFeedOverRestarts('sqlite', { setup: restarts });
describeAgentDirectoryOverRestarts('sqlite', { setup: restarts });
