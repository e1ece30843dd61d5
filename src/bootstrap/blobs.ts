import { join } from 'node:path';
import { diskBlobStore } from '../adapters/outbound/blobs/disk-blob-store.js';
import { memoryBlobStore } from '../adapters/outbound/blobs/memory-blob-store.js';
import { tighten } from '../adapters/outbound/common/owner-only.js';
import type { BlobStore } from '../application/ports/blob-store.js';
import type { Logger } from '../application/ports/logger.js';
import { cannotBeOpened, makeDataDir } from './data-dir.js';
import type { StoreName, StoreSettings } from './stores.js';

type BlobStoreFactory = (settings: StoreSettings, logger: Logger) => Promise<BlobStore>;

/** In the data folder. */
export const UPLOADS = 'uploads';

const openOnDisk = (root: string, logger: Logger): BlobStore => {
  makeDataDir(root);
  tighten(root, logger);
  try {
    return diskBlobStore({ root, logger });
  } catch (error) {
    throw cannotBeOpened(root, error);
  }
};

/** Where files are kept beside each store, by its name in STORE: the one place where that is bound. */
export const blobStores: Readonly<Record<StoreName, BlobStoreFactory>> = {
  sqlite: ({ dataDir }, logger) =>
    new Promise((resolve) => resolve(openOnDisk(join(dataDir, UPLOADS), logger))),
  mongodb: async ({ mongodbUri }, logger) => {
    const { gridfsBlobStore } = await import('../adapters/outbound/blobs/gridfs-blob-store.js');
    return gridfsBlobStore({ uri: mongodbUri ?? '', logger });
  },
  memory: () => Promise.resolve(memoryBlobStore()),
};
