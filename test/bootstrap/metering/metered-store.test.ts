import { memoryEventBus } from '../../../src/adapters/outbound/bus/memory-event-bus.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { noMetrics } from '../../../src/application/ports/metrics.js';
import { meteredBus } from '../../../src/bootstrap/metering/metered-bus.js';
import { meteredStore } from '../../../src/bootstrap/metering/metered-store.js';
import { describeConversationLogContract } from '../../contract/conversation-log.contract.js';
import { describeEventBusContract } from '../../contract/event-bus.contract.js';
import { describeSessionsContract } from '../../contract/sessions.contract.js';
import { describeStoreContract } from '../../contract/store.contract.js';
import { describeTicketsContract } from '../../contract/tickets.contract.js';
import { silentLogger } from '../../support/fixed-ports.js';

const store = { name: 'metered', setup: () => meteredStore(memoryStore(), noMetrics) };

describeStoreContract(store);
describeConversationLogContract(store);
describeTicketsContract(store);
describeSessionsContract(store);
describeEventBusContract({
  name: 'metered',
  setup: () => meteredBus(memoryEventBus(silentLogger), noMetrics),
});
