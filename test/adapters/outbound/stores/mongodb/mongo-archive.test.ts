import { logOn } from './support/log-on.js';
import { expect } from 'chai';
import { some } from 'fp-ts/lib/Option.js';
import { right } from 'fp-ts/lib/Either.js';
import { type Filter, type FindOptions, MongoClientClosedError } from 'mongodb';
import { archiver } from '../../../../../src/adapters/outbound/stores/mongodb/archiver.js';
import type { Bucket } from '../../../../../src/adapters/outbound/stores/mongodb/documents.js';
import type { MongoDatabase } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-database.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import { personKey } from '../../../../../src/domain/actor.js';
import type { MessagePosted } from '../../../../../src/domain/conversation-event.js';
import { customer } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import { message, note, opening, together } from '../../../../support/appends.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';
import { until } from '../../../../support/until.js';
import { gate, withMethod } from './support/gate.js';
import { goOn, longConversation, nameAt, stored } from './support/long-conversation.js';
import { mongoFixture, type MongoNode } from './support/mongo-fixture.js';

const ALICE = personKey(customer());

const messagesIn = ({ events }: Append): readonly MessagePosted[] =>
  events.filter((event) => event.type === 'messagePosted');

describe('older events of MongoDB', () => {
  const { node } = mongoFixture();

  const headOf = async ({ heads }: MongoDatabase, { conversation }: Append) => {
    const head = await heads.findOne({ _id: conversation.id });
    if (head === null) throw new Error('it was never opened');
    return head;
  };

  const archived = (database: MongoDatabase, whole: Append, upTo: number): Promise<void> =>
    until(async () => (await headOf(database, whole)).archived === upTo);

  const expectWhole = async ({ log, queries }: MongoNode, whole: Append): Promise<void> => {
    const { id } = whole.conversation;
    expect(await answer(log.read(id, 0, 10_000))).to.deep.equal(whole.events);
    expect(await answer(queries.messages(id, 1, 10_000))).to.deep.equal(messagesIn(whole));
    for (const event of messagesIn(whole)) {
      if (event.kind === 'auth_code' || event.clientMessageId === undefined) continue;
      const found = await answer(log.findMessage(id, ALICE, event.clientMessageId));
      expect(found).to.deep.equal(some(event));
    }
  };

  it('leave the document of their conversation for buckets, and are all found there', async () => {
    const store = await node();
    const whole = await longConversation(store, 100);
    await archived(store.database, whole, 96);
    const { tail } = await headOf(store.database, whole);
    expect(tail.map(({ s }) => s)).to.deep.equal([97, 98, 99, 100]);
    expect(await store.database.buckets.countDocuments()).to.equal(3);
    await expectWhole(store, whole);
  });

  it('leave no more names behind than those of the newest two moves', async () => {
    const store = await node();
    let whole = opening();
    await stored(store, whole);
    for (const upTo of [32, 64, 96, 128, 160]) {
      whole = await goOn(store, whole, upTo + 3);
      await archived(store.database, whole, upTo);
    }
    const { names } = await headOf(store.database, whole);
    expect(names.map(({ s }) => s)).to.deep.equal(
      Array.from({ length: 35 }, (_, index) => 129 + index),
    );
    await expectWhole(store, whole);
  });

  it('keep their names taken', async () => {
    const store = await node();
    const whole = await longConversation(store, 140);
    await archived(store.database, whole, 128);
    for (const seq of [3, 32, 33, 64, 100, 128, 129, 140]) {
      const again = message(whole.conversation, { name: nameAt(seq) });
      expect(await answer(store.log.append([again]))).to.deep.equal([{ kind: 'repeated' }]);
    }
    await expectWhole(store, whole);
  });

  it('are the same whichever of two nodes moves them, and however often', async () => {
    const nodes = [await node(), await node()] as const;
    const [one, two] = nodes;
    const held = gate();
    const database = {
      ...one.database,
      buckets: withMethod(one.database.buckets, 'insertMany', async (...args) => {
        await held.pass();
        return one.database.buckets.insertMany(...args);
      }),
    };
    const log = logOn(database);
    const whole = await longConversation({ log }, 70);
    await held.reached;
    const archive = archiver(two.database);
    await archive(whole.conversation.id);
    const before = await two.database.buckets.find().sort({ _id: 1 }).toArray();
    expect(before).to.have.length(2);
    held.open();
    await Promise.all(nodes.map(({ database }) => archiver(database)(whole.conversation.id)));
    expect(await two.database.buckets.find().sort({ _id: 1 }).toArray()).to.deep.equal(before);
    await expectWhole(two, await goOn(one, whole, 100));
  });

  it('are moved again where a crash left them in both places', async () => {
    const store = await node();
    const dying = {
      ...store.database,
      heads: withMethod(store.database.heads, 'bulkWrite', async (writes, options) => {
        if (options?.writeConcern?.w === 1) throw new MongoClientClosedError();
        return store.database.heads.bulkWrite(writes, options);
      }),
    };
    const whole = await longConversation({ log: logOn(dying) }, 40);
    await until(async () => (await store.database.buckets.countDocuments()) === 1);
    expect((await headOf(store.database, whole)).archived).to.equal(0);
    await expectWhole(store, whole);
    const all = await goOn(store, whole, 70);
    await archived(store.database, all, 64);
    await expectWhole(store, all);
  });

  it('stay where they are where a bug keeps them, which is logged without what people wrote', async () => {
    const { database } = await node();
    const logger = new RecordingLogger();
    const log = logOn({
      ...database,
      logger,
      buckets: withMethod(database.buckets, 'insertMany', () =>
        Promise.reject(new TypeError('message 7')),
      ),
    });
    const whole = await longConversation({ log }, 40);
    await until(() => logger.entries.length > 0);
    expect(logger.entries).to.deep.equal([
      {
        level: 'error',
        message: 'moving events into buckets failed',
        fields: { error: { name: 'TypeError', code: null } },
      },
    ]);
    expect(await answer(log.read(whole.conversation.id, 0, 100))).to.deep.equal(whole.events);
  });

  it('are refused under a name that is on its way between an append and its look', async () => {
    const [moving, looking] = [await node(), await node()];
    const inserting = gate();
    const looked = gate();
    const slow = logOn({
      ...moving.database,
      buckets: withMethod(moving.database.buckets, 'insertMany', async (...args) => {
        await inserting.pass();
        return moving.database.buckets.insertMany(...args);
      }),
    });
    // The first move has read the document before anything past the first bucket was there.
    const whole = await longConversation({ log: slow }, 70);
    await inserting.reached;
    const late = logOn({
      ...looking.database,
      buckets: withMethod(
        looking.database.buckets,
        'find',
        (filter: Filter<Bucket> = {}, options?: FindOptions) => {
          const cursor = looking.database.buckets.find(filter, options);
          return withMethod(cursor, 'toArray', async () => {
            const found = await cursor.toArray();
            await looked.pass();
            return found;
          });
        },
      ),
    });
    const again = late.append([message(whole.conversation, { name: nameAt(10) })])();
    await looked.reached;
    inserting.open();
    await archived(moving.database, whole, 64);
    looked.open();
    expect(await again).to.deep.equal(right([{ kind: 'repeated' }]));
    await expectWhole(moving, whole);
  });

  it('are read whole, in pages and by name, while they are moved', async () => {
    const [one, two] = [await node(), await node()];
    let whole = opening();
    await stored(one, whole);
    let isOver = false;
    const read = async ({ log, queries }: MongoNode): Promise<void> => {
      for (let n = 0; !isOver; n += 1) {
        const { conversation, events } = whole;
        const after = (n * 7) % conversation.lastSeq;
        const part = await answer(log.read(conversation.id, after, 40));
        const known = events.slice(after, after + 40);
        expect(part.slice(0, known.length)).to.deep.equal(known);
        const messages = messagesIn({ expectedSeq: 0, events, conversation });
        const first = (n * 5) % messages.length;
        const page = await answer(queries.messages(conversation.id, first + 1, 40));
        const shown = messages.slice(first, first + 40);
        expect(page.slice(0, shown.length)).to.deep.equal(shown);
        const named = messages[first];
        if (named?.kind === 'auth_code' || named?.clientMessageId === undefined) continue;
        const { clientMessageId } = named;
        const found = await answer(log.findMessage(conversation.id, ALICE, clientMessageId));
        expect(found).to.deep.equal(some(named));
      }
    };
    const write = async (): Promise<void> => {
      for (let n = 0; n < 300; n += 1) {
        const state = whole.conversation;
        const next = n % 5 === 0 ? note(state) : message(state, { name: nameAt(state.lastSeq) });
        await stored(n % 2 === 0 ? one : two, next);
        whole = together(whole, next);
      }
    };
    const writing = write().finally(() => {
      isOver = true;
    });
    await Promise.all([writing, read(one), read(two)]);
    await expectWhole(one, whole);
  });
});
