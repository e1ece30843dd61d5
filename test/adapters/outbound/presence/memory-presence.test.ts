import { memoryPresence } from '../../../../src/adapters/outbound/presence/memory-presence.js';
import { describePresenceContract } from '../../../contract/presence.contract.js';

describePresenceContract({ name: 'memory', setup: memoryPresence });
