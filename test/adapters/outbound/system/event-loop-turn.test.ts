import { eventLoopTurn } from '../../../../src/adapters/outbound/system/event-loop-turn.js';
import { describeTurn } from '../../../contract/turn.contract.js';
import { nothingToTakeDown as teardown } from '../../../support/fixture.js';

describeTurn('event loop', { setup: () => ({ adapter: eventLoopTurn, teardown }) });
