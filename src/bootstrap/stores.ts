import { join } from 'node:path';
import { memoryStore } from '../adapters/outbound/stores/memory/memory-store.js';
import { examineSqlite } from '../adapters/outbound/stores/sqlite/examine-database.js';
import { sqliteRebuild } from '../adapters/outbound/stores/sqlite/rebuild/sqlite-rebuild.js';
import { sqliteStore } from '../adapters/outbound/stores/sqlite/sqlite-store.js';
import { type Examine, ok, warning } from '../adapters/outbound/common/examination.js';
import type { Logger } from '../application/ports/logger.js';
import type { Rebuild } from '../application/ports/rebuild.js';
import type { Store } from '../application/ports/store.js';
import { isThere, makeDataDir, warnOfWideDataDir } from './data-dir.js';
import { namesOf } from './names-of.js';

export { copyDatabase } from '../adapters/outbound/stores/sqlite/copy-database.js';

/** What stores are told of the configuration; each takes its part. */
export interface StoreSettings {
  readonly dataDir: string;
  /** Null where no MongoDB is used. */
  readonly mongodbUri: string | null;
  /** Whether a MongoDB database that is empty is refused, instead of made. */
  readonly mustBeThere?: boolean;
  /** Whether a SQLite database is looked through for damage. */
  readonly isChecked?: boolean;
}

type StoreFactory = (settings: StoreSettings, logger: Logger) => Promise<Store>;

export const DATABASE_FILE = 'switchboard.sqlite';

/** Bytes: a gibibyte takes some 14 seconds from a disk that gives 75 MB a second, and two out of memory. */
const CHECKED_UP_TO = 1_073_741_824;

/** Every store there is, by its name in STORE: the one place where one is bound. */
export const stores = {
  sqlite: async ({ dataDir, isChecked = false }, logger) => {
    makeDataDir(dataDir);
    warnOfWideDataDir(dataDir, logger);
    const checkedUpTo = isChecked ? CHECKED_UP_TO : 0;
    return sqliteStore({ file: join(dataDir, DATABASE_FILE), logger, checkedUpTo });
  },
  mongodb: async ({ mongodbUri, mustBeThere = false }, logger) => {
    // A driver is loaded by who uses its database alone: it takes a fifth of a start.
    const { mongoStore } = await import('../adapters/outbound/stores/mongodb/mongo-store.js');
    return mongoStore({ uri: mongodbUri ?? '', logger, mustBeThere });
  },
  memory: () => Promise.resolve(memoryStore()),
} as const satisfies Readonly<Record<string, StoreFactory>>;

export type StoreName = keyof typeof stores;

export const STORES = namesOf<StoreName>(stores);

/** The file in the data folder that each store keeps all in; null where it keeps none there. */
export const databaseFiles: Readonly<Record<StoreName, ((dataDir: string) => string) | null>> = {
  sqlite: (dataDir) => join(dataDir, DATABASE_FILE),
  mongodb: null,
  memory: null,
};

/**
 * Looks for what a typing error in DATA_DIR would make, and find empty.
 * @throws Error that names the file of a store that is not there
 */
export const refuseMissing = (store: StoreName, dataDir: string): void => {
  const file = databaseFiles[store]?.(dataDir);
  if (file !== undefined && !isThere(file)) {
    throw new Error(`There is no ${file} (see DATA_DIR)`);
  }
};

/** How what each store keeps beside its log is made anew; null where nothing lasts. */
export const rebuilds: Readonly<Record<StoreName, ((settings: StoreSettings) => Rebuild) | null>> =
  {
    sqlite: ({ dataDir }) => sqliteRebuild(join(dataDir, DATABASE_FILE)),
    mongodb:
      ({ mongodbUri }) =>
      async (onRebuilt) => {
        const { mongoRebuild } =
          await import('../adapters/outbound/stores/mongodb/rebuild/mongo-rebuild.js');
        return mongoRebuild(mongodbUri ?? '')(onRebuilt);
      },
    memory: null,
  };

/** What else copies a store, where `backup` does not; null where it does. */
export const copiedElsewhere: Readonly<Record<StoreName, string | null>> = {
  sqlite: null,
  mongodb: 'mongodump copies its database (docs/operations.md)',
  memory: 'it ends with the process, and there is nothing to copy',
};

type ExaminedSettings = StoreSettings & { readonly isProduction: boolean };

const FORGETFUL = 'is memory: all is lost with the process';

/** How the doctor looks at each store. */
export const storesExamined: Readonly<Record<StoreName, (settings: ExaminedSettings) => Examine>> =
  {
    sqlite: ({ dataDir }) => examineSqlite(join(dataDir, DATABASE_FILE)),
    mongodb:
      ({ mongodbUri }) =>
      async (signal) => {
        const { examineMongodb } =
          await import('../adapters/outbound/stores/mongodb/examine-database.js');
        return examineMongodb(mongodbUri ?? '')(signal);
      },
    memory:
      ({ isProduction }) =>
      () =>
        Promise.resolve([
          isProduction ? warning('store', FORGETFUL, 'Set STORE.') : ok('store', FORGETFUL),
        ]),
  };
