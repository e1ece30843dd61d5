import type { Store } from '../../src/application/ports/store.js';
import type { Restarts } from '../contract/conversation-log.restart.contract.js';
import type { ContractOptions } from './fixture.js';

/** Whatever keeps data: a store, or a store of files. */
interface Closable {
  close(): Promise<void>;
}

/** Where a store keeps its data: a folder, or a database. */
export interface StoreGround<A extends Closable = Store> {
  /** Opens a store on it, beside those that are open. */
  open(): Promise<A> | A;
  /** When all of them are closed. */
  remove(): Promise<void> | void;
}

export interface StoreGrounds<A extends Closable = Store> {
  /** For the titles of the cases: `sqlite`. */
  readonly name: string;
  /** Ground on which nothing was stored yet, for one case. */
  fresh(): Promise<StoreGround<A>> | StoreGround<A>;
}

/** What is removed with a subject once the stores of it are closed. */
interface Opened<A extends Closable> {
  readonly ground: StoreGround<A>;
  readonly stores: A[];
}

/**
 * What the contracts of a store that keeps its data are told: `store` is one on fresh ground, `restarts` are
 * several on the same.
 */
export const storeFixtures = <A extends Closable = Store>({ name, fresh }: StoreGrounds<A>) => {
  const opened = new WeakMap<object, Opened<A>>();

  const closeAll = async ({ stores }: Opened<A>): Promise<void> => {
    for (const store of stores.splice(0)) await store.close();
  };

  const teardown = async (subject: object): Promise<void> => {
    const own = opened.get(subject);
    if (own === undefined) return;
    await closeAll(own);
    await own.ground.remove();
  };

  const store: ContractOptions<A> = {
    name,
    teardown,
    setup: async () => {
      const ground = await fresh();
      const only = await ground.open();
      opened.set(only, { ground, stores: [only] });
      return only;
    },
  };

  const restarts: ContractOptions<Restarts<A>> = {
    name,
    teardown,
    setup: async () => {
      const own: Opened<A> = { ground: await fresh(), stores: [] };
      const beside = async (): Promise<A> => {
        const next = await own.ground.open();
        own.stores.push(next);
        return next;
      };
      const restart = async (): Promise<A> => {
        await closeAll(own);
        return beside();
      };
      const subject = { restart, beside };
      opened.set(subject, own);
      return subject;
    },
  };

  return { store, restarts };
};
