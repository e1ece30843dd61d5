import { expect } from 'chai';
import { type Db, type Document, MongoClient, ObjectId, type UpdateFilter } from 'mongodb';
import type { Projection } from '../../../../../../src/application/ports/rebuild.js';
import { mongoRebuild } from '../../../../../../src/adapters/outbound/stores/mongodb/rebuild/mongo-rebuild.js';
import { mongoStore } from '../../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import {
  describeRebuildContract,
  type RebuildUnderTest,
} from '../../../../../contract/rebuild.contract.js';
import { needsMongodb } from '../../../../../services/mongodb/needs-mongodb.js';
import { answer } from '../../../../../support/answer.js';
import { message, opening } from '../../../../../support/appends.js';
import { silentLogger } from '../../../../../support/fixed-ports.js';
import { fillWithSamples } from '../../../../../support/stored-samples.js';
import { until } from '../../../../../support/until.js';

type Spoiling = (db: Db) => Promise<unknown>;

const heads =
  (update: UpdateFilter<Document> | Document[]): Spoiling =>
  (db) =>
    db.collection('conversations').updateMany({}, update);

const SPOILING: Readonly<Record<Projection, Spoiling>> = {
  states: heads({ $set: { state: '{"subject":"spoilt"}' }, $inc: { lastSeq: 1, expects: 1 } }),
  slots: heads([{ $set: { slot: { $concat: ['spoilt', '$_id'] } } }]),
  lists: heads({
    $set: {
      owner: 'spoilt',
      department: 'spoilt',
      status: 'active',
      activity: '1',
      isAssigned: true,
    },
    $unset: { assigned: '' },
  }),
  history: heads([
    {
      $set: {
        names: [],
        tail: { $map: { input: '$tail', in: { s: '$$this.s', t: '$$this.t', e: '$$this.e' } } },
      },
    },
    { $unset: 'openings' },
  ]),
  tickets: heads({ $unset: { tickets: '', ticketPlace: '' } }),
  search: heads({ $set: { searchKeys: ['spoilt'] } }),
  statistics: async (db) => {
    const tallies = db.collection<{ _id: string }>('tallies');
    await tallies.updateMany({}, { $inc: { 'closed.7': 3 } });
    await tallies.deleteOne({});
    const applied = [new ObjectId()];
    await tallies.insertOne({ _id: '1:spoilt', day: 1, department: 'spoilt', applied } as never);
  },
  counters: (db) => db.collection('counters').updateMany({}, { $set: { value: 0 } }),
};

describe('a rebuild of MongoDB', () => {
  const database = needsMongodb();

  interface Ground extends RebuildUnderTest {
    readonly within: (work: Spoiling) => Promise<void>;
    remove(): Promise<void>;
  }

  const ground = (): Ground => {
    const { uri, drop } = database();
    const within = async (work: Spoiling): Promise<void> => {
      const client = new MongoClient(uri);
      try {
        await work(client.db());
      } finally {
        await client.close();
      }
    };
    return {
      open: () => mongoStore({ uri, logger: silentLogger }),
      rebuild: mongoRebuild(uri),
      spoil: (projection) => within(SPOILING[projection]),
      within,
      remove: drop,
    };
  };

  describeRebuildContract({
    name: 'mongodb',
    setup: ground,
    teardown: (subject) => (subject as Ground).remove(),
  });

  it('finds messages that are in buckets by their names and places again', async () => {
    const subject = ground();
    const store = await subject.open();
    let last = opening({ name: 'o' });
    await answer(store.log.append([last]));
    for (let n = 0; n < 100; n += 1) {
      last = message(last.conversation, { name: `m${n}` });
      await answer(store.log.append([last]));
    }
    const { id } = last.conversation;
    await store.close();
    await subject.within((db) =>
      db.collection('log').updateMany({}, { $unset: { names: '', place: '', before: '' } }),
    );
    await subject.within(heads({ $set: { archived: 0 } }));
    expect((await subject.rebuild(() => undefined)).history).to.equal(1);
    expect((await subject.rebuild(() => undefined)).history).to.equal(0);
    const again = await subject.open();
    const messages = await answer(again.queries.messages(id, 10, 50));
    expect(messages).to.have.length(50);
    const repeated = message(last.conversation, { name: 'm3' });
    expect(await answer(again.log.append([repeated]))).to.deep.equal([{ kind: 'repeated' }]);
    await again.close();
    await subject.remove();
  });

  it('is refused while a server is connected', async () => {
    const subject = ground();
    const store = await subject.open();
    await fillWithSamples(store);
    const said = await subject.rebuild(() => undefined).then(String, String);
    expect(said).to.match(/a server uses this database from .*stop every server first/);
    await store.close();
    await subject.rebuild(() => undefined);
    await subject.remove();
  });

  it('takes nothing away that is stored meanwhile, and no server starts meanwhile', async () => {
    const subject = ground();
    const store = await subject.open();
    const first = opening();
    const second = message(first.conversation);
    const third = message(second.conversation);
    const { id } = first.conversation;
    await answer(store.log.append([first]));
    await answer(store.log.append([second]));
    await subject.within(async (db) => {
      const conversations = db.collection<{ _id: string }>('conversations');
      const before = await conversations.findOne({ _id: id });
      await answer(store.log.append([third]));
      const after = await conversations.findOne({ _id: id });
      await store.close();
      if (before === null || after === null) throw new Error('both are there');
      await conversations.replaceOne({ _id: id }, before);
      await conversations.updateOne({ _id: id }, { $set: { 'tail.0.p': 9 } });

      // Whoever writes there waits for the end of the transaction: by then the rebuild has read what was before.
      await db.client.withSession(async (session) => {
        session.startTransaction();
        await conversations.replaceOne({ _id: id }, after, { session });
        const rebuilding = subject.rebuild(() => undefined).then(String, String);
        await until(async () => {
          const [waiting] = await db.client
            .db('admin')
            .aggregate([
              { $currentOp: { allUsers: true } },
              { $match: { ns: `${db.databaseName}.conversations`, writeConflicts: { $gt: 0 } } },
            ])
            .toArray();
          return waiting !== undefined;
        });
        expect(await subject.open().then(String, String)).to.match(
          /made anew by `switchboard doctor --rebuild`/,
        );
        await session.commitTransaction();
        expect(await rebuilding).to.match(/somebody wrote meanwhile.* run it again/);
      });
    });
    const again = await subject.open();
    const events = await answer(again.log.read(id, 0, 10));
    expect(events.map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4]);
    await again.close();
    await subject.remove();
  });

  it('is refused of a log that is damaged itself', async () => {
    const subject = ground();
    const store = await subject.open();
    await fillWithSamples(store);
    await store.close();
    await subject.within(heads([{ $set: { tail: { $slice: ['$tail', 1, 100] } } }]));
    const said = await subject.rebuild(() => undefined).then(String, String);
    expect(said).to.match(/log of conversation \S+ is damaged/);
    await subject.remove();
  });
});
