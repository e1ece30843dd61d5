import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { type MongoDatabase } from './databases.js';
import { needsMongodb, reusing } from './needs-mongodb.js';

describe('a suite that needs MongoDB', () => {
  const database = needsMongodb();
  let first: MongoDatabase;
  let client: MongoClient;

  beforeEach(() => {
    first = database();
    client = new MongoClient(first.uri);
  });
  afterEach(async () => {
    await client.close();
    await first.drop();
  });

  it('is given a database of a replica set, in which a write is durable', async () => {
    const { setName } = await client.db().admin().command({ hello: 1 });
    expect(setName).to.be.a('string');
    expect(client.db().databaseName).to.equal(first.name);
    const durable = { writeConcern: { w: 'majority', journal: true } } as const;
    await client.db().collection('things').insertOne({ thing: 1 }, durable);
    expect(await client.db().collection('things').countDocuments()).to.equal(1);
  });

  it('is given another database each time', async () => {
    const second = database();
    expect(second.name).not.to.equal(first.name);
    await client.db().collection('things').insertOne({ thing: 1 });
    expect(await client.db(second.name).listCollections().toArray()).to.deep.equal([]);
  });

  it('leaves nothing of a database that is dropped', async () => {
    const second = database();
    await client.db(second.name).collection('things').insertOne({ thing: 1 });
    await second.drop();
    const { databases } = await client.db().admin().listDatabases();
    expect(databases.map(({ name }) => name)).not.to.include(second.name);
  });

  it('leaves no document in a database that is emptied, and its indexes', async () => {
    const things = client.db().collection('things');
    await things.insertOne({ thing: 1 });
    await things.createIndex({ thing: 1 });
    await first.empty();
    expect(await things.countDocuments()).to.equal(0);
    expect(await things.indexes()).to.have.length(2);
  });
});

describe('a suite that reuses databases', () => {
  const database = reusing(needsMongodb);

  it('is given one that was dropped, and never one that is in use', async () => {
    const [first, second] = [database(), database()];
    expect(second.name).not.to.equal(first.name);
    await first.drop();
    const third = database();
    expect(third.name).to.equal(first.name);
    await Promise.all([second.drop(), third.drop()]);
  });
});
