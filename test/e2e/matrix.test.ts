import { STORES } from '../../src/bootstrap/stores.js';
import { TRANSPORTS } from './support/doors.js';
import { stage } from './support/stages.js';
import { support } from './support/support-clients.js';
import { describeSupportScenario } from './support-scenario.js';

for (const [name, transport] of Object.entries(TRANSPORTS)) {
  for (const store of STORES) {
    const where = `over ${name} on ${store}`;
    describeSupportScenario(where, () => stage(transport, store, support));
  }
}
