import { expect } from 'chai';
import type { MongoConnection } from '../../../../../../src/adapters/outbound/common/mongodb/mongo-connection.js';
import { refuseRunning } from '../../../../../../src/adapters/outbound/stores/mongodb/rebuild/refuse-running.js';

/** To a MongoDB that lists these, one look after the other, and then nobody. */
const listing = (...looks: (readonly { readonly client: string }[])[]): MongoConnection => {
  const toArray = () => Promise.resolve(looks.shift() ?? []);
  const client = { db: () => ({ aggregate: () => ({ toArray }) }) };
  return { client, db: { databaseName: 'chats' }, hosts: 'nowhere' } as unknown as MongoConnection;
};

describe('refuseRunning', () => {
  it('waits for the connections of a server that has just ended', async () => {
    const ending = [{ client: '127.0.0.1:1' }];
    await refuseRunning(listing(ending));
  });

  it('says from where one is connected that stays', async () => {
    const staying = Array.from({ length: 1_000 }, () => [{ client: '127.0.0.1:1' }]);
    const said = await refuseRunning(listing(...staying)).then(String, String);
    expect(said).to.contain('a server uses this database from 127.0.0.1:1');
  });
});
