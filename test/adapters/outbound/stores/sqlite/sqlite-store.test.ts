import { join } from 'node:path';
import { sqliteStore } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import { describeAgentDirectoryContract } from '../../../../contract/agent-directory.contract.js';
import { describeAgentDirectoryRestartContract } from '../../../../contract/agent-directory.restart.contract.js';
import { describeAuthCodesContract } from '../../../../contract/auth-codes.contract.js';
import { describeAuthCodesRestartContract } from '../../../../contract/auth-codes.restart.contract.js';
import { describeConversationLogContract } from '../../../../contract/conversation-log.contract.js';
import { describeConversationLogRestartContract } from '../../../../contract/conversation-log.restart.contract.js';
import { describeConversationListsContract } from '../../../../contract/conversation-lists.contract.js';
import { describeConversationQueriesContract } from '../../../../contract/conversation-queries.contract.js';
import { describeConversationQueriesRestartContract } from '../../../../contract/conversation-queries.restart.contract.js';
import { describeLogFeedContract } from '../../../../contract/log-feed.contract.js';
import { describeLogFeedRestartContract } from '../../../../contract/log-feed.restart.contract.js';
import { describeReadMarksContract } from '../../../../contract/read-marks.contract.js';
import { describeSearchContract } from '../../../../contract/search.contract.js';
import { describeSessionsContract } from '../../../../contract/sessions.contract.js';
import { describeReadMarksRestartContract } from '../../../../contract/read-marks.restart.contract.js';
import { describeSessionsRestartContract } from '../../../../contract/sessions.restart.contract.js';
import { describeStoreContract } from '../../../../contract/store.contract.js';
import { describeTalliesContract } from '../../../../contract/tallies.contract.js';
import { describeTicketsContract } from '../../../../contract/tickets.contract.js';
import { describeTicketsRestartContract } from '../../../../contract/tickets.restart.contract.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { storeFixtures } from '../../../../support/store-fixtures.js';
import { temporaryFolder } from '../../../../support/temporary-folder.js';

const { store, restarts } = storeFixtures({
  name: 'sqlite',
  fresh: () => {
    const { path, remove } = temporaryFolder();
    const file = join(path, 'switchboard.db');
    return { open: () => sqliteStore({ file, logger: silentLogger }), remove };
  },
});

describeStoreContract(store);
describeConversationLogContract(store);
describeConversationQueriesContract(store);
describeConversationListsContract(store);
describeTicketsContract(store);
describeSearchContract(store);
describeTalliesContract(store);
describeLogFeedContract(store);
describeAgentDirectoryContract(store);
describeSessionsContract(store);
describeReadMarksContract(store);
describeAuthCodesContract(store);

describeConversationLogRestartContract(restarts);
describeConversationQueriesRestartContract(restarts);
describeTicketsRestartContract(restarts);
describeLogFeedRestartContract(restarts);
describeAgentDirectoryRestartContract(restarts);
describeSessionsRestartContract(restarts);
describeReadMarksRestartContract(restarts);
describeAuthCodesRestartContract(restarts);
