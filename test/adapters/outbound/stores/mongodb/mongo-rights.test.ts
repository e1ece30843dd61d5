import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { mongoStore } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import { needsReplicaSets } from '../../../../services/mongodb/needs-mongodb.js';
import type { ReplicaSet } from '../../../../services/mongodb/replica-set.js';
import { answer } from '../../../../support/answer.js';
import { opening } from '../../../../support/appends.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';

const DATABASE = 'rights';
const PASSWORD = 'hunter2';
const USERS = {
  reader: ['read'],
  looker: ['read', 'dbAdmin'],
  writer: ['readWrite'],
  keeper: ['readWrite', 'dbAdmin'],
} as const;

type User = keyof typeof USERS;

describe('a MongoDB that lets in whom it knows', () => {
  const start = needsReplicaSets();
  let set: ReplicaSet;
  let address: string;
  let logger: RecordingLogger;

  const uriFor = (user: string): string => `mongodb://${user}:${PASSWORD}@${address}/${DATABASE}`;

  const asKeeper = async (command: object): Promise<void> => {
    const client = new MongoClient(uriFor('keeper' satisfies User));
    await client.db().command({ ...command });
    await client.close();
  };

  before(async () => {
    set = await start(1);
    const [member] = set.members;
    if (member === undefined) throw new Error('a set has a member');
    ({ address } = member);
    const client = new MongoClient(set.uri);
    for (const [createUser, roles] of Object.entries(USERS)) {
      await client.db(DATABASE).command({ createUser, pwd: PASSWORD, roles });
    }
    await client.close();
    const key = await member.write('key', 'k'.repeat(64));
    await member.kill();
    await member.restart(['--keyFile', key]);
  });
  after(() => set.stop());

  beforeEach(() => {
    logger = new RecordingLogger();
  });
  afterEach('nobody reads the password', () => {
    expect(JSON.stringify(logger.entries)).not.to.contain(PASSWORD);
  });

  const opened = async (user: User): Promise<string> => {
    try {
      const store = await mongoStore({ uri: uriFor(user), logger });
      const [outcome] = await answer(store.log.append([opening()]));
      await store.close();
      return outcome?.kind ?? '';
    } catch (error) {
      return String(error);
    }
  };

  const expectRefused = async (user: User): Promise<void> => {
    expect(await opened(user)).to.equal(
      `Error: MongoDB at ${address} lets the user of MONGODB_URI do too little: ` +
        `the roles readWrite and dbAdmin on the database ${DATABASE} are needed`,
    );
  };

  it('refuses who may only read, where nothing is yet', () => expectRefused('reader'));

  it('lets him work who has the roles that are needed', async () => {
    expect(await opened('keeper')).to.equal('appended');
  });

  for (const user of ['reader', 'looker'] as const) {
    it(`refuses who may not write (${USERS[user].join(', ')}), though all is there`, async () => {
      await opened('keeper');
      await expectRefused(user);
    });
  }

  it('refuses who may not set the validator right, once somebody has changed it', async () => {
    await opened('keeper');
    expect(await opened('writer')).to.equal('appended');
    await asKeeper({ collMod: 'conversations', validationLevel: 'off' });
    await expectRefused('writer');
    expect(await opened('keeper')).to.equal('appended');
    expect(await opened('writer')).to.equal('appended');
  });
});
