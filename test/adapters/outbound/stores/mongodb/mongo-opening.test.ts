import { expect } from 'chai';
import { type AddressInfo, createServer } from 'node:net';
import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { examineMongodb } from '../../../../../src/adapters/outbound/stores/mongodb/examine-database.js';
import { mongoStore } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import { accepting } from '../../../../services/hosts/accepting.js';
import type { Host } from '../../../../services/hosts/host.js';
import { mongod } from '../../../../services/mongodb/server.js';
import { needs } from '../../../../services/needs.js';
import { needsReplicaSets } from '../../../../services/mongodb/needs-mongodb.js';
import type { ReplicaSet } from '../../../../services/mongodb/replica-set.js';
import { answer } from '../../../../support/answer.js';
import { opening } from '../../../../support/appends.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';
import { type LossyProxy, lossyProxy } from './support/lossy-proxy.js';
import { NEVER } from '../../../../support/never.js';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

describe('opening MongoDB', () => {
  let logger: RecordingLogger;

  beforeEach(() => {
    logger = new RecordingLogger();
  });

  const failure = async (uri: string, openingPatience = 600): Promise<string> => {
    const opened = mongoStore({ uri, logger, patience: 300, openingPatience });
    return opened.then(
      () => 'it opened',
      (error: unknown) => String(error),
    );
  };

  it('refuses what is no connection string, and repeats nothing of it', async () => {
    for (const uri of [
      '',
      'hunter2',
      'http://alice:hunter2@db/',
      'mongodb://alice:hunter2@:bad:/',
      'mongodb://alice:hunter2@db/?hunter2=1',
      'mongodb://alice:hunter2%zz@db/',
      'mongodb://alice:hunter2@db/hunter2%zz',
      'mongodb://alice:hunter2@db/hunter2.b',
      'mongodb://alice:secret/hunter2@db/x',
    ]) {
      const text = await failure(uri);
      expect(text).to.match(/^Error: MONGODB_URI is no connection string of MongoDB: /);
      expect(text).not.to.contain('hunter2');
    }
    expect(logger.entries).to.deep.equal([]);
  });

  it('says where nobody is, without the password, after it has tried for a while', async () => {
    const port = await freePort();
    // Long enough for a second try, however slow the first is.
    const text = await failure(`mongodb://alice:hunter2@127.0.0.1:${port}/x`, 3_000);
    expect(text).to.equal(
      `Error: MongoDB at 127.0.0.1:${port} cannot be reached (see MONGODB_URI)`,
    );
    const [first] = logger.entries;
    expect(first).to.deep.include({ level: 'warn' });
    expect(first?.fields).to.include({ hosts: `127.0.0.1:${port}`, pause: 250 });
    expect(JSON.stringify(logger.entries)).not.to.contain('hunter2');
  });

  for (const [scheme, names] of [
    ['mongodb', 'nowhere.invalid:27017,nobody.invalid:27017'],
    ['mongodb+srv', 'nowhere.invalid'],
  ] as const) {
    it(`says which names nobody knows, of a ${scheme} URI`, async () => {
      const text = await failure(`${scheme}://alice:hunter2@${names}/x`);
      expect(text).to.equal(`Error: MongoDB at ${names} cannot be reached (see MONGODB_URI)`);
      expect(JSON.stringify(logger.entries)).not.to.contain('hunter2');
    });
  }

  describe('where a server is that is no replica set yet', () => {
    const program = needs('mongodb', mongod);
    let host: Host;

    beforeEach(async () => {
      host = await program().open(1);
    });
    afterEach(() => host.close());

    const started = async (...more: readonly string[]): Promise<string> => {
      const [room] = host.rooms;
      if (room === undefined) throw new Error('there is room for one');
      const place = ['--bind_ip', host.listenOn, '--port', String(room.port)];
      const server = await host.run(room, [...place, '--dbpath', room.folder, ...more]);
      await accepting(room.port, server);
      return `127.0.0.1:${room.port}`;
    };

    it('refuses a standalone one, and says what is needed', async () => {
      const address = await started();
      const text = await failure(`mongodb://${address}/x`);
      expect(text).to.contain(`MongoDB at ${address} is a standalone server`);
      expect(text).to.contain('--replSet');
    });

    it('says of a set that nobody has initiated what is to be done, as the doctor does', async () => {
      const address = await started('--replSet', 'rs0');
      const why = `MongoDB at ${address} is a replica set that nobody has initiated: rs.initiate() does it, once`;
      for (const query of ['', '?replicaSet=rs0']) {
        const uri = `mongodb://${address}/x${query}`;
        expect(await failure(uri)).to.equal(`Error: ${why} (see MONGODB_URI)`);
        const [found] = await examineMongodb(uri)(NEVER);
        expect(found).to.include({ name: 'store', level: 'failed', says: why });
      }
    });
  });

  describe('where a replica set is', () => {
    const start = needsReplicaSets();
    let set: ReplicaSet;
    let proxy: LossyProxy;

    before(async () => {
      set = await start(1);
      proxy = await lossyProxy(set.members[0]?.address ?? '');
    });
    after(async () => {
      await proxy.close();
      await set.stop();
    });

    it('says at once that it does not let one in', async () => {
      const text = await failure(`mongodb://alice:hunter2@${set.members[0]?.address ?? ''}/x`);
      const where = `MongoDB at ${set.members[0]?.address ?? ''}`;
      expect(text).to.equal(`Error: ${where} refuses (see MONGODB_URI): AuthenticationFailed`);
      expect(logger.entries).to.deep.equal([]);
    });

    it('says at once that no database can have that name', async () => {
      const address = set.members[0]?.address ?? '';
      for (const name of ['$x', 'a%20b', 'a%00b', 'x'.repeat(100)]) {
        const text = await failure(`mongodb://${address}/${name}`);
        expect(text).to.equal(
          `Error: MongoDB at ${address} refuses (see MONGODB_URI): InvalidNamespace`,
        );
      }
    });

    it('says at once that there is a database whose name differs in capitals alone', async () => {
      const address = set.members[0]?.address ?? '';
      const store = await mongoStore({ uri: `mongodb://${address}/capitals`, logger });
      await store.close();
      const text = await failure(`mongodb://${address}/Capitals`);
      expect(text).to.contain('refuses (see MONGODB_URI): DatabaseDifferCase');
      expect(logger.entries).to.deep.equal([]);
    });

    it('says that the set has another name than the URI gives it', async () => {
      const address = set.members[0]?.address ?? '';
      const text = await failure(`mongodb://${address}/x?replicaSet=another`);
      expect(text).to.equal(
        `Error: MongoDB at ${address} is of another replica set (see MONGODB_URI)`,
      );
    });

    it('waits for one that comes later', async () => {
      proxy.shut();
      const uri = `mongodb://127.0.0.1:${proxy.port}/later?directConnection=true`;
      const waiting = mongoStore({ uri, logger, patience: 300 });
      while (logger.entries.length === 0) await new Promise(setImmediate);
      proxy.open();
      const store = await waiting;
      await answer(store.health());
      await store.close();
    });

    it('uses the database that the URI names, or switchboard', async () => {
      for (const [path, name] of [
        ['', 'switchboard'],
        ['/', 'switchboard'],
        ['/s%C3%BCd', 'süd'],
      ] as const) {
        const uri = `mongodb://${set.members[0]?.address ?? ''}${path}`;
        const store = await mongoStore({ uri, logger });
        await answer(store.log.append([opening()]));
        await store.close();
        const client = new MongoClient(uri);
        expect(await client.db(name).collection('conversations').countDocuments()).to.be.above(0);
        await client.db(name).dropDatabase();
        await client.close();
      }
    });

    it('keeps its promises whatever else the URI asks for', async () => {
      const weak =
        'w=0&journal=false&readPreference=secondary&readConcernLevel=local&retryWrites=true';
      const uri = `mongodb://${set.members[0]?.address ?? ''}/weak?${weak}`;
      const store = await mongoStore({ uri, logger });
      const first = opening();
      expect(await answer(store.log.append([first]))).to.deep.equal([{ kind: 'appended' }]);
      expect(await answer(store.log.append([first]))).to.deep.equal([{ kind: 'taken' }]);
      await store.close();
    });
  });
});
