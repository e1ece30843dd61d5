import { expect } from 'chai';
import { none } from 'fp-ts/lib/Option.js';
import { gridfsBlobStore } from '../../../../src/adapters/outbound/blobs/gridfs-blob-store.js';
import { needsReplicaSets } from '../../../services/mongodb/needs-mongodb.js';
import { answer } from '../../../support/answer.js';
import { bytesOf, inParts, note, slowContent, wholeOf } from '../../../support/blobs.js';
import { expectLeft } from '../../../support/expect-either.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

describe('files in a MongoDB that goes away', function () {
  this.timeout(60_000);
  const start = needsReplicaSets();

  it('are unavailable, and not there in part when it is back', async () => {
    const set = await start(1);
    const [member] = set.members;
    if (member === undefined) throw new Error('a set has a member');
    const logger = new RecordingLogger();
    const store = await gridfsBlobStore({ uri: set.uri, logger, patience: 1_000 });
    try {
      await answer(store.put('before', inParts(bytesOf(600_000)), note()));
      const slow = slowContent(bytesOf(600_000));
      const storing = store.put('secret', slow.content, note())();
      await slow.begun;
      await member.kill();
      slow.end(bytesOf(600_000));
      expectLeft(await storing, 'Unavailable');
      expectLeft(await store.find('before')(), 'Unavailable');
      expectLeft(await store.health()(), 'Unavailable');
      expect(await wholeOf(store, 'before').catch(String)).to.equal('MongoFailed: MongoDB failed');
      expect(JSON.stringify(logger.entries)).to.contain('MongoDB failed').and.not.contain('secret');
      await member.restart();
      const again = await gridfsBlobStore({ uri: set.uri, logger });
      expect(await answer(again.find('secret'))).to.deep.equal(none);
      expect(Buffer.compare(await wholeOf(again, 'before'), bytesOf(600_000))).to.equal(0);
      await again.close();
    } finally {
      await store.close();
      await set.stop();
    }
  });
});
