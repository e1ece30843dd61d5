import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { accepting } from '../hosts/accepting.js';
import type { Host } from '../hosts/host.js';
import { needs } from '../needs.js';
import { runMocha } from '../support/run-mocha.js';
import { uriOf } from './databases.js';
import { needsReplicaSets } from './needs-mongodb.js';
import { mongod } from './server.js';

describe('MONGODB_URI', () => {
  describe('of a replica set', () => {
    const start = needsReplicaSets();

    it('is where suites have their databases, of which none is left', async () => {
      const set = await start(1);
      const client = new MongoClient(set.uri);
      try {
        const { output, code } = await runMocha('database-suite', { MONGODB_URI: set.uri });
        expect(output).to.contain('mongodb: the server of MONGODB_URI\n').and.contain('1 passing');
        expect(code).to.equal(0);
        const { databases } = await client.db().admin().listDatabases();
        const names = databases.map(({ name }) => name);
        expect(names.sort()).to.deep.equal(['admin', 'config', 'local']);
        // Its oplog knows of what came and went.
        const oplog = client.db('local').collection('oplog.rs');
        expect(await oplog.countDocuments({ ns: /^switchboard_test_\w+\.things$/ })).to.equal(1);
      } finally {
        await client.close();
        await set.stop();
      }
    });
  });

  describe('of a server that stands alone', () => {
    const program = needs('mongodb', mongod);
    let host: Host;

    beforeEach(async () => {
      host = await program().open(1);
    });
    afterEach(() => host.close());

    it('fails, and is not passed over', async () => {
      const [room] = host.rooms;
      if (room === undefined) throw new Error('a host has as many rooms as were asked for');
      const { port, folder } = room;
      const listen = ['--bind_ip', host.listenOn, '--port', String(port), '--nounixsocket'];
      await accepting(port, await host.run(room, [...listen, '--dbpath', folder]));
      const uri = `mongodb://127.0.0.1:${port}`;
      const { output, code } = await runMocha('database-suite', { MONGODB_URI: uri });
      expect(output).to.contain('MONGODB_URI: Error: it is no replica set');
      expect(code).to.equal(1);
    });
  });

  it('that cannot be read fails', async () => {
    const { output, code } = await runMocha('database-suite', { MONGODB_URI: 'nonsense' });
    expect(output).to.contain('MONGODB_URI: MongoParseError');
    expect(code).to.equal(1);
  });
});

describe('the URI of a database', () => {
  for (const [server, database] of [
    ['mongodb://a:1,b:2', 'mongodb://a:1,b:2/mine'],
    ['mongodb://a:1,b:2/', 'mongodb://a:1,b:2/mine'],
    ['mongodb://a:1/?replicaSet=rs', 'mongodb://a:1/mine?replicaSet=rs'],
    ['mongodb://a:1/theirs?replicaSet=rs', 'mongodb://a:1/mine?replicaSet=rs'],
    ['mongodb+srv://cluster.example', 'mongodb+srv://cluster.example/mine'],
    // Who logs in without saying where does so in the database that the URI names.
    ['mongodb://u:p%2F@a:1/theirs', 'mongodb://u:p%2F@a:1/mine?authSource=theirs'],
    ['mongodb://u:p@a:1/theirs?authSource=admin', 'mongodb://u:p@a:1/mine?authSource=admin'],
    ['mongodb://u:p@a:1', 'mongodb://u:p@a:1/mine'],
  ] as const) {
    it(`of ${server} is ${database}`, () => {
      expect(uriOf(server, 'mine')).to.equal(database);
    });
  }
});
