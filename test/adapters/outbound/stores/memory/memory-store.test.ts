import { memoryStore } from '../../../../../src/adapters/outbound/stores/memory/memory-store.js';
import { describeAgentDirectoryContract } from '../../../../contract/agent-directory.contract.js';
import { describeAuthCodesContract } from '../../../../contract/auth-codes.contract.js';
import { describeConversationLogContract } from '../../../../contract/conversation-log.contract.js';
import { describeConversationListsContract } from '../../../../contract/conversation-lists.contract.js';
import { describeConversationQueriesContract } from '../../../../contract/conversation-queries.contract.js';
import { describeLogFeedContract } from '../../../../contract/log-feed.contract.js';
import { describeReadMarksContract } from '../../../../contract/read-marks.contract.js';
import { describeSearchContract } from '../../../../contract/search.contract.js';
import { describeSessionsContract } from '../../../../contract/sessions.contract.js';
import { describeStoreContract } from '../../../../contract/store.contract.js';
import { describeTalliesContract } from '../../../../contract/tallies.contract.js';
import { describeTicketsContract } from '../../../../contract/tickets.contract.js';

const store = { name: 'memory', setup: memoryStore };

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
