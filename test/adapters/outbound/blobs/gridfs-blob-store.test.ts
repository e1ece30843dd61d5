import { gridfsBlobStore } from '../../../../src/adapters/outbound/blobs/gridfs-blob-store.js';
import type { BlobStore } from '../../../../src/application/ports/blob-store.js';
import { describeBlobStoreContract } from '../../../contract/blob-store.contract.js';
import { describeBlobStoreRestartContract } from '../../../contract/blob-store.restart.contract.js';
import {
  needsMongodb,
  needsReplicaSetOf,
  reusing,
} from '../../../services/mongodb/needs-mongodb.js';
import { silentLogger } from '../../../support/fixed-ports.js';
import { storeFixtures } from '../../../support/store-fixtures.js';

const SETS = { 'a set of one': needsMongodb, 'a set of three': () => needsReplicaSetOf(3) };

for (const [members, needsSet] of Object.entries(SETS)) {
  describe(`files in MongoDB on ${members}`, () => {
    const database = reusing(needsSet);
    const { store, restarts } = storeFixtures<BlobStore>({
      name: 'gridfs',
      fresh: () => {
        const { uri, drop } = database();
        return { open: () => gridfsBlobStore({ uri, logger: silentLogger }), remove: drop };
      },
    });

    describeBlobStoreContract(store);
    describeBlobStoreRestartContract(restarts);
  });
}
