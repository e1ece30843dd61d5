import { expect } from 'chai';
import { none } from 'fp-ts/lib/Option.js';
import { GridFSBucket, MongoClient } from 'mongodb';
import { gridfsBlobStore } from '../../../../src/adapters/outbound/blobs/gridfs-blob-store.js';
import { gridfsCollections } from '../../../../src/adapters/outbound/blobs/gridfs-collections.js';
import { gridfsIntake } from '../../../../src/adapters/outbound/blobs/gridfs-intake.js';
import { LEFT_AFTER } from '../../../../src/adapters/outbound/blobs/gridfs-removal.js';
import { takeWhole } from '../../../../src/adapters/outbound/blobs/take-whole.js';
import type { BlobStore } from '../../../../src/application/ports/blob-store.js';
import type { MongoDatabase } from '../../../services/mongodb/databases.js';
import { needsMongodb } from '../../../services/mongodb/needs-mongodb.js';
import { answer } from '../../../support/answer.js';
import { bytesOf, gathered, inParts, note, slowContent, wholeOf } from '../../../support/blobs.js';
import { expectLeft } from '../../../support/expect-either.js';
import { silentLogger } from '../../../support/fixed-ports.js';

describe('files in MongoDB', () => {
  const fresh = needsMongodb();
  let database: MongoDatabase;
  let client: MongoClient;
  let stores: BlobStore[];

  const open = async (): Promise<BlobStore> => {
    const store = await gridfsBlobStore({ uri: database.uri, logger: silentLogger });
    stores.push(store);
    return store;
  };

  beforeEach(() => {
    database = fresh();
    client = new MongoClient(database.uri);
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await client.close();
    await database.drop();
  });

  const collections = () => gridfsCollections(client.db());
  const left = async () => ({
    files: await collections().files.countDocuments(),
    chunks: await collections().chunks.countDocuments(),
    unfinished: await collections().unfinished.countDocuments(),
  });
  const NOTHING = { files: 0, chunks: 0, unfinished: 0 };

  it('are read by what reads GridFS', async () => {
    const store = await open();
    for (const size of [0, 1, 255 * 1024, 1_000_000]) {
      const name = `of-${size}`;
      await answer(store.put(name, inParts(bytesOf(size)), note()));
      const bucket = new GridFSBucket(client.db(), { bucketName: 'files' });
      const read = await gathered(bucket.openDownloadStreamByName(name));
      expect(Buffer.compare(read, bytesOf(size)), name).to.equal(0);
    }
  });

  it('leave no chunk where they did not come whole, nor where they were removed', async () => {
    const store = await open();
    const slow = slowContent(bytesOf(1_000_000));
    const storing = store.put('broken', slow.content, note())();
    await slow.begun;
    expect((await left()).chunks).to.equal(3);
    slow.fail(new Error('gone'));
    expect(await storing.catch(String)).to.equal('Error: gone');
    expect(await left()).to.deep.equal(NOTHING);
    await answer(store.put('whole', inParts(bytesOf(1_000_000)), note()));
    expect(await left()).to.deep.equal({ files: 1, chunks: 4, unfinished: 0 });
    await answer(store.remove(['whole']));
    expect(await left()).to.deep.equal(NOTHING);
  });

  it('are there once, and whole, where each answer is lost and each step done again', async () => {
    const store = await open();
    const twice = async <A>(work: () => Promise<A>): Promise<A> => {
      await work();
      return work();
    };
    const deps = { client, collections: collections(), inMongo: twice };
    const intake = await gridfsIntake(deps, 'again', note());
    await takeWhole(inParts(bytesOf(1_000_000)), intake);
    expect(await left()).to.deep.equal({ files: 1, chunks: 4, unfinished: 0 });
    expect(Buffer.compare(await wholeOf(store, 'again'), bytesOf(1_000_000))).to.equal(0);
  });

  it('are unavailable, and not half there, where somebody has taken them for left', async () => {
    const store = await open();
    const slow = slowContent(bytesOf(1_000_000));
    const storing = store.put('long', slow.content, note())();
    await slow.begun;
    const since = new Date(Date.now() - LEFT_AFTER - 1);
    await collections().unfinished.updateMany({}, { $set: { since } });
    await open();
    expect(await left()).to.deep.equal(NOTHING);
    slow.end(bytesOf(1));
    expectLeft(await storing, 'Unavailable');
    expect(await answer(store.find('long'))).to.deep.equal(none);
    expect(await left()).to.deep.equal(NOTHING);
  });

  it('are gone after a while where they were left, on a node that goes on, too', async () => {
    const store = await open();
    const slow = slowContent(bytesOf(1_000_000));
    const storing = store.put('long', slow.content, note())();
    await slow.begun;
    await answer(store.unkept(note().at + 1, 10));
    expect((await left()).unfinished).to.equal(1);
    const since = new Date(Date.now() - LEFT_AFTER - 1);
    await collections().unfinished.updateMany({}, { $set: { since } });
    await answer(store.unkept(note().at + 1, 10));
    expect(await left()).to.deep.equal(NOTHING);
    slow.end(bytesOf(1));
    expectLeft(await storing, 'Unavailable');
  });

  it('stay where they were whole when the removal of them was broken off', async () => {
    const store = await open();
    await answer(store.put('whole', inParts(bytesOf(1_000_000)), note()));
    const [file] = await collections().files.find().toArray();
    if (file === undefined) throw new Error('there is a file');
    await collections().unfinished.insertOne({ _id: file._id, since: new Date(0) });
    await open();
    expect(await left()).to.deep.equal({ files: 1, chunks: 4, unfinished: 0 });
    expect(Buffer.compare(await wholeOf(store, 'whole'), bytesOf(1_000_000))).to.equal(0);
  });

  it('are found by indexes alone', async () => {
    const store = await open();
    await client.db().command({ profile: 2 });
    await answer(store.put('one', inParts(bytesOf(1_000_000)), note()));
    await wholeOf(store, 'one');
    await answer(store.unkept(note().at + 1, 10));
    await answer(store.keep(['one']));
    await answer(store.find('one'));
    await answer(store.remove(['one']));
    await client.db().command({ profile: 0 });
    const asked = await client
      .db()
      .collection('system.profile')
      .find({ ns: /\.files\./, planSummary: { $exists: true } })
      .toArray();
    expect(asked).to.have.length.greaterThan(5);
    const plans = asked.filter(
      ({ planSummary, hasSortStage }) =>
        !/^(IXSCAN|IDHACK|EOF|COUNT_SCAN)/.test(String(planSummary)) || hasSortStage === true,
    );
    expect(plans.map((plan) => JSON.stringify(plan))).to.deep.equal([]);
  });
});
