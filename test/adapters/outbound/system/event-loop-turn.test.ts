import { eventLoopTurn } from '../../../../src/adapters/outbound/system/event-loop-turn.js';
import { describeTurnContract } from '../../../contract/turn.contract.js';

describeTurnContract({ name: 'event loop', setup: () => eventLoopTurn });
