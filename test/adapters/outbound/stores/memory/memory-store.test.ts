import { memoryStore } from '../../../../../src/adapters/outbound/stores/memory/memory-store.js';
import { describeAgentDirectory } from '../../../../contract/agent-directory.contract.js';
import { describeConversationLog } from '../../../../contract/conversation-log.contract.js';
import { describeConversationQueries } from '../../../../contract/conversation-queries.contract.js';
import { describeLogFeed } from '../../../../contract/log-feed.contract.js';
import { describeStore } from '../../../../contract/store.contract.js';
import { nothingToTakeDown as teardown } from '../../../../support/fixture.js';

describeStore('memory', { setup: () => ({ adapter: memoryStore(), teardown }) });
describeConversationLog('memory', { setup: () => ({ adapter: memoryStore().log, teardown }) });
describeConversationQueries('memory', { setup: () => ({ adapter: memoryStore(), teardown }) });
describeLogFeed('memory', { setup: () => ({ adapter: memoryStore(), teardown }) });
describeAgentDirectory('memory', { setup: () => ({ adapter: memoryStore().agents, teardown }) });
