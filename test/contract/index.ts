/**
 * `switchboard/testing`: the contract of every port, for mocha. Each is a function of `{ name, setup, teardown }`
 * (`ContractOptions`) that declares one suite, called at the top of a test file or within a `describe`. There is no
 * option to leave a case out.
 */
export { describeAgentDirectoryContract } from './agent-directory.contract.js';
export { describeAgentDirectoryRestartContract } from './agent-directory.restart.contract.js';
export { describeAuthCodesContract } from './auth-codes.contract.js';
export { describeAuthCodesRestartContract } from './auth-codes.restart.contract.js';
export { describeBlobStoreContract } from './blob-store.contract.js';
export { describeBlobStoreRestartContract } from './blob-store.restart.contract.js';
export { describeClockContract } from './clock.contract.js';
export { type CodeDigitsUnderTest, describeCodeDigitsContract } from './code-digits.contract.js';
export { describeConversationLogContract } from './conversation-log.contract.js';
export {
  describeConversationLogRestartContract,
  type Restarts,
} from './conversation-log.restart.contract.js';
export { describeConversationListsContract } from './conversation-lists.contract.js';
export { describeConversationQueriesContract } from './conversation-queries.contract.js';
export { describeConversationQueriesRestartContract } from './conversation-queries.restart.contract.js';
export { describeEventBusContract } from './event-bus.contract.js';
export { describeFileScannerContract, type FileScannerUnderTest } from './file-scanner.contract.js';
export { describeFileTypesContract } from './file-types.contract.js';
export { describeGuestIdsContract, type GuestIdsUnderTest } from './guest-ids.contract.js';
export { describeIdGeneratorContract } from './id-generator.contract.js';
export { describeLogFeedContract } from './log-feed.contract.js';
export { describeLogFeedRestartContract } from './log-feed.restart.contract.js';
export { describeLoggerContract, type LogEntry, type LoggerUnderTest } from './logger.contract.js';
export {
  describeMetricsContract,
  type MetricsUnderTest,
  type Reading,
} from './metrics.contract.js';
export { describePresenceContract, type PresenceSubject } from './presence.contract.js';
export {
  describeRateLimiterContract,
  RATES_UNDER_TEST,
  type RateLimiterUnderTest,
} from './rate-limiter.contract.js';
export { describeReadMarksContract } from './read-marks.contract.js';
export { describeReadMarksRestartContract } from './read-marks.restart.contract.js';
export { describeRebuildContract, type RebuildUnderTest } from './rebuild.contract.js';
export { describeSearchContract } from './search.contract.js';
export {
  describeSessionRefresherContract,
  type SessionRefresherUnderTest,
} from './session-refresher.contract.js';
export { describeSessionsContract } from './sessions.contract.js';
export { describeSessionsRestartContract } from './sessions.restart.contract.js';
export { describeStoreContract } from './store.contract.js';
export { describeTalliesContract } from './tallies.contract.js';
export { describeTicketsContract } from './tickets.contract.js';
export { describeTicketsRestartContract } from './tickets.restart.contract.js';
export {
  describeTokenVerifierContract,
  type VerifierUnderTest,
} from './token-verifier.contract.js';
export { describeTurnContract } from './turn.contract.js';

export type { ContractOptions } from '../support/fixture.js';
/** What ports can be given where a test wants them to stand still, or to tell what they were told. */
export { CountingIds, FixedClock, RecordingBus, silentLogger } from '../support/fixed-ports.js';
export { RecordingLogger } from '../support/recording-logger.js';
export { type StoreGround, type StoreGrounds, storeFixtures } from '../support/store-fixtures.js';
