import type { Store } from '../../src/application/ports/store.js';
import type { Restarts } from '../contract/conversation-log.restart.contract.js';
import type { Fixture } from './fixture.js';

/** Where a store keeps its data: a folder, or a database. */
export interface StoreGround {
  /** Opens a store on it, beside those that are open. */
  open(): Promise<Store>;
  remove(): Promise<void> | void;
}

/** What the contracts of a store that keeps its data over restarts are set up with, each on fresh ground. */
export const storeFixtures = (fresh: () => StoreGround) => ({
  open: async <Adapter>(part: (store: Store) => Adapter): Promise<Fixture<Adapter>> => {
    const ground = fresh();
    const store = await ground.open();
    const teardown = async (): Promise<void> => {
      await store.close();
      await ground.remove();
    };
    return { adapter: part(store), teardown };
  },

  restarts: (): Fixture<Restarts> => {
    const ground = fresh();
    const stores: Store[] = [];
    const closeAll = async (): Promise<void> => {
      for (const store of stores.splice(0)) await store.close();
    };
    const beside = async (): Promise<Store> => {
      const store = await ground.open();
      stores.push(store);
      return store;
    };
    const restart = async (): Promise<Store> => {
      await closeAll();
      return beside();
    };
    const teardown = async (): Promise<void> => {
      await closeAll();
      await ground.remove();
    };
    return { adapter: { restart, beside }, teardown };
  },

  /** For cases that close the store themselves. */
  leftOpen: async (): Promise<Fixture<Store>> => {
    const ground = fresh();
    return { adapter: await ground.open(), teardown: () => ground.remove() };
  },
});
