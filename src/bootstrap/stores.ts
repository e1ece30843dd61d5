import { join } from 'node:path';
import { memoryStore } from '../adapters/outbound/stores/memory/memory-store.js';
import { mongoStore } from '../adapters/outbound/stores/mongodb/mongo-store.js';
import { sqliteStore } from '../adapters/outbound/stores/sqlite/sqlite-store.js';
import type { Logger } from '../application/ports/logger.js';
import type { Store } from '../application/ports/store.js';
import { makeDataDir } from './data-dir.js';
import { namesOf } from './names-of.js';

/** What stores are told of the configuration; each takes its part. */
export interface StoreSettings {
  readonly dataDir: string;
  /** Null where no MongoDB is used. */
  readonly mongodbUri: string | null;
  /** Whether a MongoDB database that is empty is refused, instead of made. */
  readonly mustBeThere?: boolean;
}

type StoreFactory = (settings: StoreSettings, logger: Logger) => Promise<Store>;

export const DATABASE_FILE = 'switchboard.sqlite';

/** Every store there is, by its name in STORE: the one place where one is bound. */
export const stores = {
  sqlite: async ({ dataDir }, logger) => {
    makeDataDir(dataDir);
    return sqliteStore({ file: join(dataDir, DATABASE_FILE), logger });
  },
  mongodb: ({ mongodbUri, mustBeThere = false }, logger) =>
    mongoStore({ uri: mongodbUri ?? '', logger, mustBeThere }),
  memory: () => Promise.resolve(memoryStore()),
} as const satisfies Readonly<Record<string, StoreFactory>>;

export type StoreName = keyof typeof stores;

export const STORES = namesOf<StoreName>(stores);
