import { STORES } from '../../src/bootstrap/stores.js';
import { needsStore } from '../support/bound-stores.js';
import { describeLivechatScenario } from './livechat-scenario.js';
import { TRANSPORTS } from './support/doors.js';
import { livechat } from './support/livechat-clients.js';
import { servana } from './support/servana-clients.js';
import { stage } from './support/stages.js';
import { support } from './support/support-clients.js';
import { tickets } from './support/tickets-clients.js';
import { describeServanaScenario } from './servana-scenario.js';
import { describeSupportScenario } from './support-scenario.js';
import { describeTicketsScenario } from './tickets-scenario.js';

for (const store of STORES) {
  describe(`on ${store}`, () => {
    const place = needsStore(store);
    for (const [name, transport] of Object.entries(TRANSPORTS)) {
      describeSupportScenario(`over ${name}`, () => stage(transport, place(), support));
      describeLivechatScenario(`over ${name}`, () => stage(transport, place(), livechat));
      describeServanaScenario(`over ${name}`, () => stage(transport, place(), servana));
      describeTicketsScenario(`over ${name}`, () => stage(transport, place(), tickets));
    }
  });
}
