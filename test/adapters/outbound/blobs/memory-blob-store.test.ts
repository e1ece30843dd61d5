import {
  type HeldBlobs,
  memoryBlobStore,
} from '../../../../src/adapters/outbound/blobs/memory-blob-store.js';
import type { BlobStore } from '../../../../src/application/ports/blob-store.js';
import { describeBlobStoreContract } from '../../../contract/blob-store.contract.js';
import { describeBlobStoreRestartContract } from '../../../contract/blob-store.restart.contract.js';
import { storeFixtures } from '../../../support/store-fixtures.js';

const { store, restarts } = storeFixtures<BlobStore>({
  name: 'memory',
  fresh: () => {
    const held: HeldBlobs = new Map();
    return { open: () => memoryBlobStore(held), remove: () => undefined };
  },
});

describeBlobStoreContract(store);
describeBlobStoreRestartContract(restarts);
