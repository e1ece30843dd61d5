import { openStore, type StorePlace } from './bound-stores.js';
import { inMemory, type InMemory } from './in-memory.js';

/** Has the suite around it run on a store, whose place is gone after it. */
export const nodeOn = (room: () => StorePlace): (() => InMemory) => {
  let place: StorePlace;
  let node: InMemory;
  before(async () => {
    place = room();
    node = inMemory(await openStore(place));
  });
  after(async () => {
    await node.store.close();
    await place.remove();
  });
  return () => node;
};
