import { STORES } from '../../src/bootstrap/stores.js';
import {
  loopback,
  plainWs,
  socketioPolling,
  socketioWebSocket,
  stage,
  type Transport,
} from './support/stages.js';
import { describeSupportScenario } from './support-scenario.js';

const TRANSPORTS: Readonly<Record<string, Transport>> = {
  'Socket.IO': socketioWebSocket,
  'Socket.IO by long polling': socketioPolling,
  'plain ws': plainWs,
  loopback,
};

for (const [name, transport] of Object.entries(TRANSPORTS)) {
  for (const store of STORES) {
    describeSupportScenario(`over ${name} on ${store}`, () => stage(transport, store));
  }
}
