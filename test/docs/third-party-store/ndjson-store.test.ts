import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as testing from 'switchboard/testing';
import { ndjsonStore } from './ndjson-store.js';

const { store, restarts } = testing.storeFixtures({
  name: 'ndjson',
  fresh: () => {
    const folder = mkdtempSync(join(tmpdir(), 'ndjson-'));
    return {
      open: () => ndjsonStore(join(folder, 'log.ndjson'), testing.silentLogger),
      remove: () => rmSync(folder, { recursive: true }),
    };
  },
});

testing.describeStoreContract(store);
testing.describeConversationLogContract(store);
testing.describeConversationQueriesContract(store);
testing.describeConversationListsContract(store);
testing.describeSearchContract(store);
testing.describeTalliesContract(store);
testing.describeTicketsContract(store);
testing.describeLogFeedContract(store);
testing.describeAgentDirectoryContract(store);
testing.describeSessionsContract(store);
testing.describeReadMarksContract(store);
testing.describeAuthCodesContract(store);
testing.describeConversationLogRestartContract(restarts);
testing.describeConversationQueriesRestartContract(restarts);
testing.describeTicketsRestartContract(restarts);
testing.describeLogFeedRestartContract(restarts);
testing.describeAgentDirectoryRestartContract(restarts);
testing.describeSessionsRestartContract(restarts);
testing.describeReadMarksRestartContract(restarts);
testing.describeAuthCodesRestartContract(restarts);
