import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { until } from '../../support/until.js';
import { accepts } from '../hosts/accepting.js';
import { testProcess } from '../support/test-process.js';
import type { Member } from './member.js';
import { needsReplicaSets } from './needs-mongodb.js';
import type { ReplicaSet } from './replica-set.js';

const DURABLE = { writeConcern: { w: 'majority', journal: true } } as const;

describe('a replica set of one', () => {
  const start = needsReplicaSets();
  let set: ReplicaSet;
  let client: MongoClient;

  beforeEach(async () => {
    set = await start(1);
    client = new MongoClient(set.uri);
  });
  afterEach(async () => {
    await client.close();
    await set.stop();
  });

  it('comes back from a kill with all that was acknowledged', async () => {
    const things = client.db('things').collection<{ _id: number }>('things');
    await things.insertOne({ _id: 1 }, DURABLE);
    const member = await set.primary();
    await member.kill();
    await member.restart();
    expect(await set.primary()).to.equal(member);
    expect(await things.find().toArray()).to.deep.equal([{ _id: 1 }]);
  });
});

describe('a replica set of a test process that is killed', () => {
  needsReplicaSets();
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('ends, and what it stored is gone', async () => {
    const tests = testProcess('kept-replica-set', [], { TMPDIR: folder.path });
    const { port } = new URL(await tests.line);
    expect(await accepts(Number(port))).to.equal(true);
    tests.child.kill('SIGKILL');
    await tests.gone;
    // A container goes a little later.
    await until(async () => !(await accepts(Number(port))));
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });
});

describe('a replica set of three', () => {
  const start = needsReplicaSets();
  let set: ReplicaSet;
  let client: MongoClient;
  let primary: Member;

  before(async () => {
    set = await start(3);
  });
  after(() => set.stop());

  beforeEach(async () => {
    client = new MongoClient(set.uri, { connectTimeoutMS: 1_000, heartbeatFrequencyMS: 500 });
    primary = await set.primary();
  });
  afterEach(() => client.close());

  const write = () => client.db('things').collection('things').insertOne({}, DURABLE);

  it('elects another primary when one is killed, and takes it back', async () => {
    await primary.kill();
    const next = await set.primary();
    expect(next).not.to.equal(primary);
    await write();
    await primary.restart();
    const all = { writeConcern: { w: 3, journal: true, wtimeoutMS: 15_000 } };
    await client.db('things').collection('things').insertOne({}, all);
  });

  it('elects another primary when one is frozen, which follows once it has thawed', async () => {
    await primary.freeze();
    try {
      expect(await set.primary()).not.to.equal(primary);
      await write();
    } finally {
      await primary.thaw();
    }
    const all = { writeConcern: { w: 3, journal: true, wtimeoutMS: 15_000 } };
    await client.db('things').collection('things').insertOne({}, all);
  });
});
