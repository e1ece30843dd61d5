import { join } from 'node:path';
import { mongoRebuild } from '../adapters/outbound/stores/mongodb/rebuild/mongo-rebuild.js';
import { sqliteRebuild } from '../adapters/outbound/stores/sqlite/rebuild/sqlite-rebuild.js';
import type { Rebuild } from '../application/ports/rebuild.js';
import { DATABASE_FILE, type StoreName, type StoreSettings } from './stores.js';

/** How what each store keeps beside its log is made anew, by its name in STORE; null where nothing lasts. */
export const rebuilds: Readonly<Record<StoreName, ((settings: StoreSettings) => Rebuild) | null>> =
  {
    sqlite: ({ dataDir }) => sqliteRebuild(join(dataDir, DATABASE_FILE)),
    mongodb: ({ mongodbUri }) => mongoRebuild(mongodbUri ?? ''),
    memory: null,
  };
