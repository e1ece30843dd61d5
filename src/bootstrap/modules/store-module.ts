import { join } from 'node:path';
import { ContainerModule } from 'inversify';
import { memoryStore } from '../../adapters/outbound/stores/memory/memory-store.js';
import { sqliteStore } from '../../adapters/outbound/stores/sqlite/sqlite-store.js';
import type { Logger } from '../../application/ports/logger.js';
import type { Store } from '../../application/ports/store.js';
import type { Config, StoreName } from '../config.js';
import { TOKENS } from '../tokens.js';

export const DATABASE_FILE = 'switchboard.sqlite';

const stores: Readonly<Record<StoreName, (config: Config, logger: Logger) => Promise<Store>>> = {
  memory: () => Promise.resolve(memoryStore()),
  sqlite: ({ dataDir }, logger) => sqliteStore({ file: join(dataDir, DATABASE_FILE), logger }),
};

/** The store that STORE names. */
export const storeModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.store)
    .toResolvedValue(
      (config, resources, logger) =>
        resources.open(`The store ${config.store}`, () => stores[config.store](config, logger)),
      [TOKENS.config, TOKENS.resources, TOKENS.logger],
    )
    .inSingletonScope();
});
