/** A suite for a mocha of its own. */
import { MongoClient } from 'mongodb';
import { needsMongodb } from '../../mongodb/needs-mongodb.js';

describe('a suite', () => {
  const database = needsMongodb();

  it('writes', async () => {
    const { uri, drop } = database();
    const client = new MongoClient(uri);
    await client.db().collection('things').insertOne({});
    await client.close();
    await drop();
  });
});
