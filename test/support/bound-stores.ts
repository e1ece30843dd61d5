import type { Store } from '../../src/application/ports/store.js';
import { type StoreName, STORES, stores } from '../../src/bootstrap/stores.js';
import { silentLogger } from './fixed-ports.js';

/** Those that still know after a restart what they were told before it. */
export const LASTING_STORES = STORES.filter((name) => name !== 'memory');

/** As the server opens it. */
export const openStore = (name: StoreName, dataDir: string): Promise<Store> =>
  stores[name]({ dataDir }, silentLogger);
