import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { gridfsCollections } from '../../../../src/adapters/outbound/blobs/gridfs-collections.js';
import { LEFT_AFTER } from '../../../../src/adapters/outbound/blobs/gridfs-removal.js';
import { needsReplicaSetOf } from '../../../services/mongodb/needs-mongodb.js';
import { expectWhole, openBlobs, puttingProcess } from './support/put-files.js';

describe('files in MongoDB after a kill -9', function () {
  this.timeout(60_000);
  // Of their own, since all its sessions are ended.
  const fresh = needsReplicaSetOf(1);

  for (const round of [1, 2, 3]) {
    it(`are those that were told of, and whole, and nothing is left of others (${round})`, async () => {
      const { uri, drop } = fresh();
      const client = new MongoClient(uri);
      const { files, chunks, unfinished } = gridfsCollections(client.db());
      const process = puttingProcess('gridfs', uri);
      try {
        await process.goesOn();
        await process.kill();
        // As the server does by itself a minute later: a transaction that was under way is over.
        await client.db('admin').command({ killAllSessions: [] });
        const store = await openBlobs('gridfs', uri);
        await expectWhole(store, process.told);
        const marked = (await unfinished.find().toArray()).map(({ _id }) => String(_id));
        expect(marked, 'what was under way has its mark').to.have.length.greaterThan(0);
        const whole = (await files.find().toArray()).map(({ _id }) => String(_id));
        const owners = (await chunks.distinct('files_id')).map(String);
        expect([...whole, ...marked]).to.include.members(owners);
        await store.close();

        await unfinished.updateMany({}, { $set: { since: new Date(Date.now() - LEFT_AFTER) } });
        const next = await openBlobs('gridfs', uri);
        expect(await unfinished.countDocuments()).to.equal(0);
        expect(whole).to.include.members((await chunks.distinct('files_id')).map(String));
        await expectWhole(next, process.told);
        await next.close();
      } finally {
        await process.kill();
        await client.close();
        await drop();
      }
    });
  }
});
