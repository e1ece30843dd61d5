import type { Store } from '../../src/application/ports/store.js';
import { readConfig } from '../../src/bootstrap/config.js';
import { type StoreName, STORES, stores } from '../../src/bootstrap/stores.js';
import { needsMongodb } from '../services/mongodb/needs-mongodb.js';
import { expectRight } from './expect-either.js';
import { silentLogger } from './fixed-ports.js';
import { temporaryFolder } from './temporary-folder.js';

/** Those that still know after a restart what they were told before it. */
export const LASTING_STORES = STORES.filter((name) => name !== 'memory');

/** Where a store keeps what it is told, and nobody else does. */
export interface StorePlace {
  readonly name: StoreName;
  /** What leads a server there. */
  readonly environment: Readonly<Record<string, string>>;
  /** When the store is closed. */
  remove(): Promise<void>;
}

/** What a store has beside a folder. */
interface Elsewhere {
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Of stores that need a server: has the suite around it run with one, and makes room there. */
const SERVERS: Partial<Readonly<Record<StoreName, () => () => Elsewhere>>> = {
  mongodb: () => {
    const database = needsMongodb();
    return () => {
      const { uri, drop } = database();
      return { environment: { MONGODB_URI: uri }, remove: drop };
    };
  },
};

/** For a store that needs a folder at most. */
export const placeInFolder = (name: StoreName, elsewhere?: Elsewhere): StorePlace => {
  const folder = temporaryFolder();
  return {
    name,
    environment: { STORE: name, DATA_DIR: folder.path, ...elsewhere?.environment },
    remove: async () => {
      await elsewhere?.remove();
      folder.remove();
    },
  };
};

/**
 * Has the suite around it run with all that a store needs, or be skipped.
 * @returns makes a fresh place for it, to be removed after the test
 */
export const needsStore = (name: StoreName): (() => StorePlace) => {
  const room = SERVERS[name]?.();
  return () => placeInFolder(name, room?.());
};

/** As the server opens it. */
export const openStore = ({ name, environment }: StorePlace): Promise<Store> =>
  stores[name](expectRight(readConfig(environment)), silentLogger);
