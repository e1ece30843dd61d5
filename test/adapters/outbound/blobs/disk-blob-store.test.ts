import { diskBlobStore } from '../../../../src/adapters/outbound/blobs/disk-blob-store.js';
import type { BlobStore } from '../../../../src/application/ports/blob-store.js';
import { describeBlobStoreContract } from '../../../contract/blob-store.contract.js';
import { describeBlobStoreRestartContract } from '../../../contract/blob-store.restart.contract.js';
import { silentLogger } from '../../../support/fixed-ports.js';
import { storeFixtures } from '../../../support/store-fixtures.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const { store, restarts } = storeFixtures<BlobStore>({
  name: 'disk',
  fresh: () => {
    const { path, remove } = temporaryFolder();
    return { open: () => diskBlobStore({ root: path, logger: silentLogger }), remove };
  },
});

describeBlobStoreContract(store);
describeBlobStoreRestartContract(restarts);
